// Starts a module from what every module of its kind needs: `npm run new -- cataloger NAME`.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const USAGE =
  'usage: npm run new -- cataloger NAME    (NAME is its id: lower case, parts joined by dots, such as ruby.gemspec)';

const [kind, id, rootOption, rootGiven] = process.argv.slice(2);
const root =
  rootOption === '--root' && rootGiven !== undefined ? rootGiven : resolve(import.meta.dirname, '..');
if (kind !== 'cataloger' || !/^[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*$/.test(id ?? '')) stop(USAGE);

const file = id.replaceAll('.', '-');
const name = id.replace(/[.-]([a-z0-9])/g, (_, letter) => letter.toUpperCase());
const written = {
  [`src/core/catalog/${file}.ts`]: cataloger(),
  [`test/fixtures/catalog/${file}.ts`]: fixture(),
  [`test/catalog/${file}.test.ts`]: test(),
};
for (const path of Object.keys(written)) if (existsSync(join(root, path))) stop(`${path} is there already.`);
for (const [path, text] of Object.entries(written)) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
register('src/core/catalog/registry.ts');
console.log(`${Object.keys(written).join('\n')}\nsrc/core/catalog/registry.ts: one line more`);
console.log(
  'Next: docs/adding-a-cataloger.md; npx biome check --write src/core/catalog test; npx vitest run test/catalog',
);

/** Adds the import and the last line of the list. */
function register(path) {
  const text = readFileSync(join(root, path), 'utf8');
  const imported = text.replace(
    /^(?=import type \{ Cataloger \})/m,
    `import { ${name} } from './${file}.ts';\n`,
  );
  const listed = imported.replace(/^\]\);$/m, `  ${name},\n]);`);
  if (imported === text || listed === imported)
    stop(`${path} does not look as expected: add ${name} there by hand.`);
  writeFileSync(join(root, path), listed);
}

function stop(sentence) {
  console.error(sentence);
  process.exit(2);
}

function cataloger() {
  return `import { isJsonObject, ownText } from '../base/json-shape.ts';
import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { readJsonFile } from './json-file.ts';
import { purl } from './purl.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger } from './types.ts';

/** Packages that a \`${id}.json\` names. */
export const ${name}: Cataloger = {
  id: '${id}',
  title: '${id} packages',
  spec: 'where the format of ${id}.json is specified',
  match: { globs: ['**/${id}.json'] },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const json = readJsonFile(out, file, 'as a package');
    if (json === undefined) return out.done();
    const name = isJsonObject(json) ? ownText(json, 'name') : undefined;
    const version = isJsonObject(json) ? ownText(json, 'version') : undefined;
    if (!name || !version) {
      const missing = name ? 'version' : 'name';
      const where = displayName(file.path);
      out.fault('${id}.identity', 'error', \`"\${where}" has no \${missing}; the package is not listed.\`);
      return out.done();
    }
    const identity = purl({ type: 'generic', name, version });
    out.find({
      ref: file.path,
      type: 'library',
      name,
      version,
      ...(identity === undefined ? {} : { purl: identity }),
      place: { path: file.path, state: 'present', pointer: '/name' },
      how: 'measured',
    });
    return out.done();
  },
};
`;
}

function fixture() {
  return `import type { CatalogerFixture } from '../cataloger-fixture.ts';

export const fixture: CatalogerFixture = {
  sample: [
    {
      'a/${id}.json': '{"name": "a", "version": "1.0"}',
      'b/${id}.json': '{"name": "b", "version": "2.0"}',
    },
    { 'b/${id}.json': null },
  ],
  found: ['a@1.0 present 0', 'b@2.0 removed 0-1'],
  edges: [],
  damaged: [{ '${id}.json': '{"name": "a"}' }],
  says: '"${id}.json" has no version; the package is not listed.',
};
`;
}

function test() {
  return `import { expect, test } from 'vitest';
import { catalogLayers } from '../fixtures/tree.ts';

test('a package is named canonically', async () => {
  const { of } = await catalogLayers([{ '${id}.json': '{"name": "a b", "version": "1+2"}' }]);
  expect(of('${id}').found.map(({ purl }) => purl)).toEqual(['pkg:generic/a%20b@1%2B2']);
});
`;
}
