import { fromBase64 } from '../base/base64.ts';
import { decodeUtf8Lossy, fromHex, toHex } from '../base/bytes.ts';
import { linesOf } from '../base/lines.ts';
import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { requirePython } from './python-metadata.ts';
import { type OwnedFile, ReadingBuilder } from './reading-builder.ts';
import type { CatalogFile } from './types.ts';

/** The metadata file beside a file of a `.dist-info` or `.egg-info` folder: the ref of its distribution. */
export function metadataBeside(path: string): string {
  const folder = path.slice(0, path.lastIndexOf('/'));
  return `${folder}/${folder.endsWith('.dist-info') ? 'METADATA' : 'PKG-INFO'}`;
}

/** `RECORD`: the files of a distribution as CSV, relative to the folder it is installed in. */
export function readRecord(file: CatalogFile): Reading {
  const out = new ReadingBuilder(file);
  const info = file.path.slice(0, file.path.lastIndexOf('/'));
  const site = info.slice(0, Math.max(0, info.lastIndexOf('/')));
  out.own(metadataBeside(file.path), recorded(site, file, out));
  return out.done();
}

/**
 * Paths in the tree, with what they hash to. One that is too long stays as it is: it will be refused. Digests that cannot
 * be read are told, since their files are held against nothing.
 */
function* recorded(site: string, file: CatalogFile, out: ReadingBuilder): Generator<OwnedFile> {
  const longest = out.limits.path;
  let number = 0;
  for (const line of linesOf(decodeUtf8Lossy(file.bytes))) {
    number++;
    const { cell: given, rest } = firstCell(line);
    const path = given.length > longest ? given : resolvePath(site, given);
    const stated = rest.split(',', 1)[0]?.trim() ?? '';
    const digest = recordHash(rest);
    if (stated !== '' && digest === undefined) {
      const what = `"${displayName(file.path)}", line ${number}: its digest, "${displayName(stated.slice(0, 80))}", is no SHA-2; the file it means is not checked.`;
      out.fault('python.record', 'warning', what, 0);
    }
    // Python writes compiled modules again when it likes to.
    if (path !== undefined) yield { path, digest, mayDiffer: path.endsWith('.pyc') };
  }
}

/** `sha256=` and URL-safe base64 without padding, in the second cell; some tools write hexadecimal, twice as long. */
function recordHash(rest: string): string | undefined {
  const [, algorithm = '', written = ''] = /^(sha256|sha384|sha512)=([\w-]{1,128})(?:,|$)/.exec(rest) ?? [];
  const bytes = Number(algorithm.slice(3)) / 8;
  const digest = written.length === 2 * bytes ? fromHex(written) : fromBase64(written, 'url', 'none');
  return algorithm === '' || digest?.length !== bytes ? undefined : `${algorithm}:${toHex(digest)}`;
}

/** The first cell of a CSV line, in quotes when it holds a comma, and what follows its comma. */
function firstCell(line: string): { readonly cell: string; readonly rest: string } {
  if (!line.startsWith('"')) {
    const comma = line.indexOf(',');
    return {
      cell: line.slice(0, comma < 0 ? line.length : comma).trim(),
      rest: line.slice(comma < 0 ? line.length : comma + 1),
    };
  }
  const [whole = '', quoted = ''] = /^"((?:[^"]|"")*)"/.exec(line) ?? [];
  return { cell: quoted.replace(/""/g, '"'), rest: line.slice(whole.length + 1) };
}

/** A path from a folder of the tree; `undefined` for nothing and for what leaves the tree. */
function resolvePath(from: string, path: string): string | undefined {
  if (path === '') return undefined;
  const out = path.startsWith('/') ? [] : from.split('/').filter((segment) => segment !== '');
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') out.push(segment);
    else if (out.pop() === undefined) return undefined;
  }
  return out.join('/');
}

/** `INSTALLER`: the tool that installed the distribution, in one line. */
export function readInstaller(file: CatalogFile): Reading {
  const out = new ReadingBuilder(file);
  const tool = decodeUtf8Lossy(file.bytes.subarray(0, 200)).split('\n', 1)[0];
  out.fact(metadataBeside(file.path), 'installer', tool, { pointer: 'line 1' });
  return out.done();
}

/** `requires.txt` of setuptools: requirements, then sections `[extra]`, `[extra:marker]` or `[:marker]`. */
export function readRequiresTxt(file: CatalogFile): Reading {
  const out = new ReadingBuilder(file);
  const from = metadataBeside(file.path);
  let condition = '';
  for (const raw of linesOf(decodeUtf8Lossy(file.bytes))) {
    if (out.full) break;
    const line = raw.trim();
    if (line.startsWith('[') && line.endsWith(']')) condition = sectionMarker(line.slice(1, -1));
    else if (line !== '' && !line.startsWith('#')) requirePython(out, from, line, 'requires.txt', condition);
  }
  return out.done();
}

function sectionMarker(section: string): string {
  const colon = section.indexOf(':');
  const extra = (colon < 0 ? section : section.slice(0, colon)).trim();
  const marker = colon < 0 ? '' : section.slice(colon + 1).trim();
  const needs = extra === '' ? '' : `extra == "${extra}"`;
  return [marker, needs].filter((part) => part !== '').join(' and ');
}
