import { Registry } from '../../base/registry.ts';
import { bundledJavascript } from './bundled-javascript.ts';
import { decodeAndRun } from './decode-and-run.ts';
import { hiddenCharacters } from './hidden-characters.ts';
import { privateKeys } from './private-keys.ts';
import { tokens } from './tokens.ts';
import type { Detector } from './types.ts';

/** Every detector of content. */
export const detectors = new Registry<Detector>([
  privateKeys,
  tokens,
  hiddenCharacters,
  decodeAndRun,
  bundledJavascript,
]);
