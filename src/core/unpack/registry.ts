import { Registry } from '../base/registry.ts';
import { ar } from './ar.ts';
import { bzip2 } from './bzip2.ts';
import { cpio } from './cpio.ts';
import { deflateRaw } from './deflate-raw.ts';
import { gzip } from './gzip.ts';
import { lzma } from './lzma.ts';
import { tar } from './tar.ts';
import type { Codec, RandomContainer, StreamContainer } from './types.ts';
import { xz } from './xz.ts';
import { zip } from './zip.ts';
import { zstd } from './zstd.ts';

/** Compression formats, by the id that a decode step names. */
export const codecs = new Registry<Codec>([gzip, zstd, xz, bzip2, lzma, deflateRaw]);

/** Containers whose members can be listed without reading their content. */
export const randomContainers = new Registry<RandomContainer>([tar, zip, ar]);

/** Containers that are read from front to back in one pass. */
export const streamContainers = new Registry<StreamContainer>([tar, cpio]);
