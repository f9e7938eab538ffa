import { describe, expect, test } from 'vitest';
import { importZip } from '../../../src/core/advisory/import.ts';
import { BufferSource } from '../../../src/core/base/byte-source.ts';
import { type Bytes, encodeUtf8, toHex } from '../../../src/core/base/bytes.ts';
import { withCoverage } from '../../../src/core/case/advisories/coverage.ts';
import { dataPage } from '../../../src/core/case/advisories/data-page.ts';
import type { Case } from '../../../src/core/case/case.ts';
import { hash } from '../../../src/core/verify/hash.ts';
import { importing } from '../../advisory/osv-corpus.ts';
import { osvRecord, osvZip, recordBytes } from '../../fixtures/advisories.ts';
import { makeBundle, makeStatement, trustedRootJson } from '../../fixtures/sigstore.ts';
import { file, tar } from '../../fixtures/tar.ts';
import { inspectFiles, type TestFile } from '../../inspect.ts';

const json = (value: unknown) => encodeUtf8(JSON.stringify(value));
const sha256 = (bytes: Uint8Array) => toHex(hash('sha256', bytes));
const npmPackage = (name: string, version: string) =>
  file(`app/node_modules/${name}/package.json`, JSON.stringify({ name, version }));
const GEM = file(
  'app/specifications/rack-2.0.0.gemspec',
  'Gem::Specification.new do |s|\n  s.name = "rack".freeze\n  s.version = "2.0.0"\nend\n',
);
const APP = { name: 'app.tar', bytes: tar([npmPackage('a', '1.0.0'), npmPackage('b', '1.0.0'), GEM]) };

async function indexOf(name: string, records: readonly object[]): Promise<TestFile> {
  const { index } = await importZip(new BufferSource(osvZip(records)), `${name}.zip`, importing());
  return { name: `${name}.idx`, bytes: new Uint8Array(await index.arrayBuffer()) };
}

async function inspected(data: readonly TestFile[], others: readonly TestFile[] = []) {
  const { case: loupe } = await inspectFiles([APP, ...data, ...others]);
  const advisories = data.map(({ name, bytes }) => ({ name, sha256: sha256(bytes) }));
  loupe.decide({ ...loupe.settings, advisories });
  await loupe.settled();
  return loupe;
}

const stateOf = ({ model }: Case, name: string) =>
  model.advisories.states[model.components.findIndex((one) => one.name === name)];
const matchesOf = ({ model }: Case) =>
  model.advisories.matches.map(({ ids, fixed }) => [ids.join(' '), fixed]);

describe('several indexes in use', () => {
  const older = osvRecord({ id: 'GHSA-1', name: 'a', fixed: '1.5.0', modified: '2026-01-01T00:00:00Z' });
  const newer = osvRecord({ id: 'GHSA-1', name: 'a', fixed: '1.6.0', modified: '2026-03-01T00:00:00Z' });
  const alias = osvRecord({ id: 'GO-1', name: 'a', fixed: '1.6.0', aliases: ['GHSA-1'] });
  const ruby = osvRecord({ id: 'GHSA-2', ecosystem: 'RubyGems', name: 'other' });

  test('are one, in whatever order they come: each covers what it covers, the newest of one record counts', async () => {
    const data = [
      await indexOf('npm-old', [older, alias]),
      await indexOf('npm-new', [newer]),
      await indexOf('gems', [ruby]),
    ];
    for (const order of [data, data.toReversed()]) {
      const loupe = await inspected(order);
      expect(matchesOf(loupe)).toEqual([['GHSA-1 GO-1', '1.6.0']]);
      expect(stateOf(loupe, 'a')).toEqual({ state: 'matched' });
      expect(stateOf(loupe, 'b')).toEqual({ state: 'clean', asOf: '2026-03-01T00:00:00Z' });
      expect(stateOf(loupe, 'rack')).toEqual({ state: 'clean', asOf: '2026-01-02T03:04:05Z' });
    }
  });
});

describe('an archive of several ecosystems', () => {
  const global = {
    name: 'all.zip',
    bytes: osvZip([osvRecord({ id: 'A-1', name: 'a' }), osvRecord({ id: 'B-1', ecosystem: 'RubyGems' })]),
  };
  const row = (loupe: Case) => dataPage(loupe.model, 1).sources[0];

  test('makes nothing clean until the user says what it holds in full, and no longer than that', async () => {
    const loupe = await inspected([global]);
    expect(stateOf(loupe, 'b')).toMatchObject({ state: 'no-data', why: { kind: 'not-covered' } });
    expect(row(loupe)).toMatchObject({
      covers: [],
      confirmable: [
        { ecosystem: 'RubyGems', confirmed: false },
        { ecosystem: 'npm', confirmed: false },
      ],
    });
    const source = row(loupe)?.source ?? '';
    loupe.decide(withCoverage(loupe, source, 'npm', true));
    await loupe.settled();
    expect(stateOf(loupe, 'b')).toMatchObject({ state: 'clean' });
    expect(stateOf(loupe, 'rack')).toMatchObject({ state: 'no-data' });
    expect(row(loupe)?.covers.map(({ name }) => name)).toEqual(['npm']);
    loupe.decide(withCoverage(loupe, source, 'npm', false));
    await loupe.settled();
    expect(stateOf(loupe, 'b')).toMatchObject({ state: 'no-data' });
  });

  test('a single record can be said to hold nothing in full', async () => {
    const one = { name: 'A-1.json', bytes: recordBytes(osvRecord({ id: 'A-1', name: 'a' })) };
    const loupe = await inspected([one]);
    expect(row(loupe)?.confirmable).toEqual([]);
    loupe.decide(withCoverage(loupe, row(loupe)?.source ?? '', 'npm', true));
    await loupe.settled();
    expect(stateOf(loupe, 'b')).toMatchObject({ state: 'no-data', why: { kind: 'not-covered' } });
  });
});

describe('a signature over an index', () => {
  const ROOT = json(trustedRootJson());
  const signedBy = (bytes: Bytes) => makeBundle({ statement: makeStatement(bytes) });

  async function signatureOf(data: TestFile, bundle?: unknown, accepted = true) {
    const claim = bundle === undefined ? [] : [{ name: 'npm.idx.sigstore.json', bytes: json(bundle) }];
    const loupe = await inspected([data], claim);
    const root = { as: 'root' as const, name: 'root.json', bytes: ROOT, sha256: sha256(ROOT) };
    if (accepted) loupe.decide({ ...loupe.settings, references: [root] });
    await loupe.settled();
    return dataPage(loupe.model, 1).sources[0]?.signature;
  }

  test('is verified and shown like any other; of its tampered twins none counts', async () => {
    const index = await indexOf('npm', [osvRecord({ id: 'A-1', name: 'a' })]);
    const changed = await indexOf('npm', [osvRecord({ id: 'A-2', name: 'a' })]);
    const bundle = signedBy(index.bytes as Bytes);
    expect(await signatureOf(index)).toBe('unsigned');
    expect(await signatureOf(index, bundle)).toBe('verified');
    expect(await signatureOf(index, bundle, false)).toBe('unproven');
    // The index was changed: the signature is about something else.
    expect(await signatureOf(changed, bundle)).toBe('unsigned');
    // The statement was changed: the signature does not hold.
    const forged = structuredClone(bundle);
    forged.dsseEnvelope.payload = signedBy(changed.bytes as Bytes).dsseEnvelope.payload;
    expect(await signatureOf(changed, forged)).toBe('failed');
  });
});
