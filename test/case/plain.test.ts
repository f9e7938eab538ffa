import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { concatBytes, encodeUtf8 } from '../../src/core/base/bytes.ts';
import { corpusBytes, corpusPath, describeCorpus, hasCorpus } from '../corpus.ts';
import { buildZip } from '../fixtures/zip.ts';
import { inspectFiles } from '../inspect.ts';

async function inspect(name: string, bytes: Uint8Array) {
  const { report } = await inspectFiles([{ name, bytes }]);
  return report(true);
}

/** What holds no package: a list beside a database, a zip of files, and a source archive without its metadata. */
const NO_PACKAGE = ['zip64-stream.zip', 'requests-2.28.1.tar.gz'];
/** What the two directories of a zip disagree about is not inspected. */
const DISAGREES = 'zip-local-name-differs.whl';

describeCorpus('every file of container/plain', () => {
  const names = hasCorpus
    ? readdirSync(corpusPath('container', 'plain')).filter(
        (name) => ![...NO_PACKAGE, 'rpmdb.list'].includes(name),
      )
    : [];

  test.each(names)('%s is opened and catalogued', async (name) => {
    const report = await inspect(name, corpusBytes('container', 'plain', name));
    expect(report.components.length).toBeGreaterThan(0);
    expect(report.components.every(({ purl, name: own }) => purl !== null || own !== '')).toBe(true);
    expect(report.entries?.length ?? 0).toBeGreaterThan(0);
    expect(report.sources.every(({ notFullyInspected }) => !notFullyInspected)).toBe(name !== DISAGREES);
  });

  test.each(NO_PACKAGE)('%s is opened', async (name) => {
    const report = await inspect(name, corpusBytes('container', 'plain', name));
    expect(report.entries?.length ?? 0).toBeGreaterThan(0);
  });

  test.each(['none', 'gzip', 'xz', 'zstd'])(
    'the deb with a payload by %s lists the same files',
    async (codec) => {
      const files = async (kind: string) => {
        const { entries = [] } = await inspect(
          'a.deb',
          corpusBytes('container', 'plain', `hello-${kind}.deb`),
        );
        return entries
          .filter(({ path }) => !/^(?:debian-binary|(?:control|data)\.tar)/.test(path))
          .map(({ path, type, sha256 }) => `${type} ${path} ${sha256 ?? ''}`)
          .sort();
      };
      const listed = await files(codec);
      expect(listed.length).toBeGreaterThan(5);
      expect(listed).toEqual(await files('none'));
    },
  );

  test.each(['gzip', 'xz', 'zstd', 'bzip2'])(
    'the rpm with a payload by %s lists the same files',
    async (codec) => {
      const files = async (kind: string) => {
        const name = `corpus-${kind}-1.0-1.noarch.rpm`;
        const { entries = [] } = await inspect(name, corpusBytes('container', 'plain', name));
        // Each is named after its payload.
        return entries
          .map(({ path, type, sha256 }) => `${type} ${path.replace(kind, 'KIND')} ${sha256 ?? ''}`)
          .sort();
      };
      const listed = await files(codec);
      expect(listed.length).toBeGreaterThan(1);
      expect(listed).toEqual(await files('gzip'));
    },
  );

  test('zip-local-name-differs.whl is flagged', async () => {
    const name = DISAGREES;
    const { diagnostics, findings } = await inspect(name, corpusBytes('container', 'plain', name));
    expect(findings.filter(({ rule }) => rule === 'integrity.two-readings')).toMatchObject([
      { severity: 'high', path: 'requests/__init__.py' },
    ]);
    const said = diagnostics.map(({ message }) => message).join('\n');
    expect(said).toContain('requests/__evil__.py');
    expect(said).toContain('requests/__init__.py');
  });
});

describe('extensions and bundles', () => {
  const manifest = (more: object) => JSON.stringify({ name: 'x', version: '1.0', ...more });

  test('a Chrome extension is the zip behind its header, and its signature is not verified', async () => {
    const zip = buildZip([{ name: 'manifest.json', content: manifest({ manifest_version: 3 }) }]);
    const header = concatBytes([encodeUtf8('Cr24'), Uint8Array.of(3, 0, 0, 0, 4, 0, 0, 0, 1, 2, 3, 4)]);
    const report = await inspect('x.crx', concatBytes([header, zip]));
    expect(report.sources[0]?.kind).toBe('chrome-extension');
    expect(report.components.map(({ name, version }) => `${name} ${version}`)).toEqual(['x 1.0']);
  });

  test.each([
    ['x.xpi', { manifest_version: 2 }],
    ['x.mcpb', { server: { type: 'node' } }],
  ])('%s', async (name, more) => {
    const report = await inspect(name, buildZip([{ name: 'manifest.json', content: manifest(more) }]));
    expect(report.components.map(({ name: own, version }) => `${own} ${version}`)).toEqual(['x 1.0']);
    expect(report.diagnostics).toEqual([]);
  });
});

describe('kinds that are not opened yet', () => {
  const at = (offset: number, magic: string) => {
    const bytes = new Uint8Array(40_000);
    bytes.set(encodeUtf8(magic), offset);
    return bytes;
  };
  test.each([
    ['a.7z', Uint8Array.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4]), '7-Zip archive'],
    ['a.rar', Uint8Array.from([0x52, 0x61, 0x72, 0x21, 0x1a, 7, 1, 0]), 'RAR archive'],
    ['a.iso', at(32_769, 'CD001'), 'ISO 9660 image'],
  ])('%s is named, and said to be not inspected', async (name, bytes, title) => {
    const { diagnostics, sources } = await inspect(name, bytes);
    expect(diagnostics[0]).toMatchObject({ code: 'kind.unsupported', severity: 'error' });
    expect(diagnostics[0]?.message).toContain(title);
    expect(sources[0]?.notFullyInspected).toBe(true);
  });
});
