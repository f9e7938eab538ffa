import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe } from 'vitest';
import type { Bytes } from '../src/core/base/bytes.ts';

/** The shared corpus of real and hostile files lies beside the checkout; it is read from there and never copied. */
const ROOT = resolve(import.meta.dirname, '../../shared/corpus');

export const hasCorpus = existsSync(join(ROOT, 'README.md'));

let warned = false;

/** `describe` for tests that need the corpus: says loudly when it is absent, and skips. */
export function describeCorpus(name: string, tests: () => void): void {
  if (!hasCorpus && !warned) {
    warned = true;
    console.warn(`\n*** The corpus is absent (${ROOT}): tests that need it are SKIPPED. ***\n`);
  }
  describe.skipIf(!hasCorpus)(name, tests);
}

export function corpusPath(...path: string[]): string {
  return join(ROOT, ...path);
}

export function corpusBytes(...path: string[]): Bytes {
  return new Uint8Array(readFileSync(corpusPath(...path)));
}
