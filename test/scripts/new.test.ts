import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Registry } from '../../src/core/base/registry.ts';
import type { Cataloger } from '../../src/core/catalog/types.ts';
import type { CatalogerFixture } from '../fixtures/cataloger-fixture.ts';

const checkout = resolve(import.meta.dirname, '../..');
let root: string;

const create = (...args: string[]) =>
  spawnSync(process.execPath, [join(checkout, 'scripts/new.mjs'), ...args, '--root', root], {
    encoding: 'utf8',
  });

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'loupe-new-'));
  for (const folder of ['base', 'model', 'image', 'catalog', 'unpack', 'sniff']) {
    cpSync(join(checkout, 'src/core', folder), join(root, 'src/core', folder), { recursive: true });
  }
});

afterAll(() => rmSync(root, { recursive: true }));

test('npm run new -- cataloger NAME makes a module that works, its fixture, its test and its line', async () => {
  const { status, stdout } = create('cataloger', 'demo.lock');
  expect(stdout.split('\n').slice(0, 4)).toEqual([
    'src/core/catalog/demo-lock.ts',
    'test/fixtures/catalog/demo-lock.ts',
    'test/catalog/demo-lock.test.ts',
    'src/core/catalog/registry.ts: one line more',
  ]);
  expect(status).toBe(0);

  const made = (path: string) => import(/* @vite-ignore */ join(root, path));
  const { demoLock }: { demoLock: Cataloger } = await made('src/core/catalog/demo-lock.ts');
  const { catalogers }: { catalogers: Registry<Cataloger> } = await made('src/core/catalog/registry.ts');
  const { fixture }: { fixture: CatalogerFixture } = await made('test/fixtures/catalog/demo-lock.ts');
  expect(catalogers.get('demo.lock')?.title).toBe(demoLock.title);

  const read = (content: unknown) => {
    const bytes = new TextEncoder().encode(String(content));
    return demoLock.read({ path: 'demo.lock.json', size: bytes.length, bytes });
  };
  const [sample] = fixture.sample.flatMap((layer) => Object.values(layer));
  expect(await read(sample)).toMatchObject({
    found: [{ name: 'a', version: '1.0', purl: 'pkg:generic/a@1.0' }],
  });
  const [damaged] = fixture.damaged.flatMap((layer) => Object.values(layer));
  expect(await read(damaged)).toMatchObject({ found: [], diagnostics: [{ message: fixture.says }] });
});

test('what is there already is left alone, and a wrong name is refused', () => {
  const before = readFileSync(join(root, 'src/core/catalog/registry.ts'), 'utf8');
  expect(create('cataloger', 'dpkg')).toMatchObject({
    status: 2,
    stderr: 'src/core/catalog/dpkg.ts is there already.\n',
  });
  expect(create('cataloger', '../evil').status).toBe(2);
  expect(create('profile', 'x').stderr).toMatch(/^usage: npm run new -- cataloger NAME/);
  expect(readFileSync(join(root, 'src/core/catalog/registry.ts'), 'utf8')).toBe(before);
});
