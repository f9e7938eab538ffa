import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { corpusBytes, describeCorpus } from '../../corpus.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

const KEV = ['kev', 'known_exploited_vulnerabilities.json'];
const RETIRE = ['retirejs', 'jsrepository-v4.json'];

type Make = (
  input: { readonly sha256: string; readonly json: () => unknown },
  day?: string,
) => { readonly text: string };

async function maker(script: string, name: string): Promise<Make> {
  const module: Readonly<Record<string, Make>> = await import(
    pathToFileURL(resolve(ROOT, 'scripts/data', script)).href
  );
  const make = module[name];
  if (make === undefined) throw new Error(`${script} makes no ${name}`);
  return make;
}

describeCorpus('tables that ship', () => {
  it.each([
    ['src/core/advisory/data/known-exploited.ts', 'known-exploited.mjs', 'knownExploited', KEV],
    ['src/core/flag/data/libraries-table.ts', 'libraries.mjs', 'libraries', RETIRE],
    ['src/core/catalog/detectors/library-patterns.ts', 'library-patterns.mjs', 'libraryPatterns', RETIRE],
  ])('%s is what "npm run data" makes of what was published', async (module, script, name, path) => {
    const make = await maker(script, name);
    const bytes = corpusBytes('flag', ...path);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const json = () => JSON.parse(new TextDecoder().decode(bytes));
    expect(make({ sha256, json }, '2026-08-22').text).toBe(readFileSync(resolve(ROOT, module), 'utf8'));
  });
});
