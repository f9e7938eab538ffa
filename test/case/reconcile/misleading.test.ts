import { describe, expect, it } from 'vitest';
import { toHex } from '../../../src/core/base/bytes.ts';
import type { CaseModel } from '../../../src/core/case/model.ts';
import { reconcile } from '../../../src/core/case/reconcile/reconcile.ts';
import { hash } from '../../../src/core/verify/hash.ts';
import { type StatedComponent, withStated } from '../../fixtures/stated.ts';
import { tar } from '../../fixtures/tar.ts';
import { buildZip } from '../../fixtures/zip.ts';
import { inspectFiles } from '../../inspect.ts';

const encoder = new TextEncoder();
const sha256 = (bytes: Uint8Array | string) =>
  `sha256:${toHex(hash('sha256', typeof bytes === 'string' ? encoder.encode(bytes) : bytes))}`;

async function caseOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<CaseModel> {
  const members = Object.entries(files).map(([name, content]) => ({
    name,
    content: typeof content === 'string' ? encoder.encode(content) : content,
  }));
  return (await inspectFiles([{ name: 'app.tar', bytes: tar(members) }])).model;
}

/** Rows of the only document, held against the only artifact. */
function rowsOf(model: CaseModel, claims: readonly StatedComponent[], describes: readonly string[] = []) {
  const whole = withStated(model, 'd1', claims, describes);
  const [one] = reconcile(whole);
  return (one?.rows ?? []).map(({ state, claimed, found, differences }) => [
    state,
    whole.components[claimed[0] ?? found[0] ?? -1]?.purl,
    ...differences.map(({ field }) => field),
  ]);
}

const PAD = JSON.stringify({ name: 'pad', version: '1.0.0' });
const claim = (name: string, more: Partial<StatedComponent> = {}): StatedComponent => ({
  ref: `ref-${name}`,
  name,
  version: '1.0.0',
  purl: `pkg:npm/${name}@1.0.0`,
  ...more,
});

describe('a document that would be held to less than it claims', () => {
  it('describes all that it lists: what is not there is still claimed', async () => {
    const model = await caseOf({ 'node_modules/pad/package.json': PAD });
    const claims = [claim('pad'), claim('ghost'), claim('wraith')];
    const expected = [
      ['only-claimed', 'pkg:npm/ghost@1.0.0'],
      ['matched', 'pkg:npm/pad@1.0.0'],
      ['only-claimed', 'pkg:npm/wraith@1.0.0'],
    ];
    expect(rowsOf(model, claims, ['ref-ghost', 'ref-wraith'])).toEqual(expected);
    expect(rowsOf(model, claims, ['ref-pad', 'ref-ghost', 'ref-wraith'])).toEqual(expected);
    // What the artifact itself is, by name or digest, is not looked for inside it.
    const bytes = model.sources.find(({ name }) => name === 'app.tar')?.digests.sha256;
    const roots = [claim('ghost', { facts: { hash: `sha256:${bytes}` } }), { ref: 'r', name: 'app.tar' }];
    expect(rowsOf(model, [...roots, claim('pad')], ['ref-ghost', 'r'])).toEqual([
      ['matched', 'pkg:npm/pad@1.0.0'],
    ]);
  });

  it('names an architecture that is not there beside one that names none', async () => {
    const model = await caseOf({
      'var/lib/dpkg/status':
        'Package: zlib\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.3\nDescription: z\n',
    });
    const zlib = (query: string): StatedComponent => ({
      name: 'zlib',
      version: '1.3',
      purl: `pkg:deb/debian/zlib@1.3${query}`,
    });
    expect(rowsOf(model, [zlib('?arch=arm64'), zlib('')])).toEqual([
      ['matched', 'pkg:deb/debian/zlib@1.3'],
      ['only-claimed', 'pkg:deb/debian/zlib@1.3?arch=arm64'],
    ]);
  });

  it.each([
    ['pkg:npm/%40other/pad@1.0.0', 'another scope'],
    ['pkg:npm/PAD@1.0.0', 'another case, which npm tells apart'],
    ['pkg:generic/other/pad@1.0.0', 'another namespace'],
  ])('%s is not pad: %s', async (purl) => {
    const model = await caseOf({ 'node_modules/pad/package.json': PAD });
    expect(rowsOf(model, [{ ...claim('pad'), purl }])).toEqual([
      ['only-claimed', purl],
      ['only-found', 'pkg:npm/pad@1.0.0'],
    ]);
    expect(rowsOf(model, [{ name: 'other/pad', version: '1.0.0' }])[0]).toEqual(['only-claimed', undefined]);
    expect(rowsOf(model, [{ name: 'pad', version: '1.0.0' }])).toEqual([['matched', undefined]]);
    const grouped = { name: 'pad', version: '1.0.0', facts: { group: '@other' } };
    expect(rowsOf(model, [grouped])[0]).toEqual(['only-claimed', undefined]);
  });

  it('names a scope where the artifact has none, and an epoch that is another', async () => {
    const scoped = await caseOf({
      'node_modules/@a/pad/package.json': JSON.stringify({ name: '@a/pad', version: '1.0.0' }),
    });
    expect(
      rowsOf(scoped, [claim('pad')])
        .map(([state]) => state)
        .toSorted(),
    ).toEqual(['only-claimed', 'only-found']);
    const system = await caseOf({
      'var/lib/dpkg/status':
        'Package: zlib\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1:1.3\nDescription: z\n',
    });
    const zlib = (version: string) => [
      { name: 'zlib', version, purl: `pkg:deb/debian/zlib@${version}?arch=amd64` },
    ];
    expect(rowsOf(system, zlib('1.3'))).toEqual([['matched', 'pkg:deb/debian/zlib@1.3?arch=amd64']]);
    expect(rowsOf(system, zlib('2:1.3'))).toEqual([
      ['disagrees', 'pkg:deb/debian/zlib@2:1.3?arch=amd64', 'version'],
    ]);
  });

  it('lists one package twice, with the bytes that are there and with others', async () => {
    const jar = (text: string) =>
      buildZip([
        {
          name: 'META-INF/maven/g/a/pom.properties',
          content: encoder.encode('groupId=g\nartifactId=a\nversion=1\n'),
        },
        { name: 'A.class', content: encoder.encode(text) },
      ]);
    const [good, other] = [jar('good'), jar('other')];
    const purl = 'pkg:maven/g/a@1';
    const stated = (ref: string, bytes: Uint8Array): StatedComponent => ({
      ...{ ref, name: 'a', version: '1', purl },
      facts: { hash: sha256(bytes) },
    });
    const one = await caseOf({ 'lib/a.jar': good });
    expect(rowsOf(one, [stated('1', good)])).toEqual([['matched', purl]]);
    expect(rowsOf(one, [stated('1', good), stated('2', other)])).toEqual([['disagrees', purl, 'hash']]);
    // And so does an artifact that has a second copy of other bytes.
    const two = await caseOf({ 'lib/a.jar': good, 'lib/b.jar': other });
    expect(rowsOf(two, [stated('1', good)])).toEqual([['disagrees', purl, 'hash']]);
    expect(rowsOf(two, [stated('1', good), stated('2', other)])).toEqual([['matched', purl]]);
  });
});

describe('files that a document names', () => {
  const file = (name: string, text: string): StatedComponent => ({
    type: 'file',
    name,
    facts: { hash: sha256(text) },
  });
  const states = (model: CaseModel, claims: readonly StatedComponent[]) =>
    reconcile(withStated(model, 'd1', [claim('pad'), ...claims]))[0]?.files.map(({ state, path }) => [
      state,
      path,
    ]);

  it('disagree where the file at the place is another, though the bytes lie somewhere else', async () => {
    const model = await caseOf({
      'node_modules/pad/package.json': PAD,
      'bin/sh': 'tampered',
      'usr/share/doc/sh': 'shell',
      'bin/ls': 'list',
    });
    expect(states(model, [file('/bin/sh', 'shell'), file('./bin/ls', 'list')])).toEqual([
      ['disagrees', 'bin/sh'],
      ['matched', 'bin/ls'],
    ]);
  });

  it('are found by their bytes where the document counts its paths from elsewhere', async () => {
    const model = await caseOf({ README: 'of the whole', 'src/README': 'of the part', 'src/a.c': 'int a;' });
    expect(states(model, [file('README', 'of the part'), file('a.c', 'int a;')])).toEqual([
      ['matched', 'src/README'],
      ['matched', 'src/a.c'],
    ]);
  });
});
