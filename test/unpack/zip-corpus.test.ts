import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Bytes } from '../../src/core/base/bytes.ts';
import type { Fault } from '../../src/core/base/result.ts';
import { EntryFlag } from '../../src/core/model/entry-table.ts';
import { corpusBytes, corpusPath, describeCorpus, hasCorpus } from '../corpus.ts';
import { codes, faultOf, listZip, readBack, readText } from '../fixtures/zip-read.ts';

interface Outcome {
  readonly paths: readonly string[];
  readonly faults: readonly Fault[];
  /** Whether something must read "not fully inspected". */
  readonly partial: boolean;
  /** Bytes that came out, all members together. */
  readonly expanded: number;
}

/** Lists an archive and reads what can be read, as a job would. */
async function inspect(bytes: Bytes): Promise<Outcome> {
  const { entries, faults: listed, complete } = await listZip(bytes);
  const faults = [...listed];
  let partial = !complete;
  let expanded = 0;
  for (const entry of entries) {
    if ((entry.flags & EntryFlag.notInspected) !== 0) {
      partial = true;
      continue;
    }
    if (entry.steps.length === 0) continue;
    const read = await readBack(bytes, entry);
    faults.push(...read.faults);
    expanded += read.bytes.length;
    partial ||= (read.flags & EntryFlag.notInspected) !== 0;
  }
  return { paths: entries.map(({ path }) => path), faults, partial, expanded };
}

function zipFile(...path: string[]): Bytes {
  const bytes = corpusBytes('hostile', ...path);
  return path.at(-1)?.endsWith('.gz') === true ? new Uint8Array(gunzipSync(bytes)) : bytes;
}

type Expectation = 'error' | 'warn' | 'limit' | 'inert' | 'partial';
const MANIFEST: readonly { readonly path: string; readonly expect: Expectation; readonly note: string }[] =
  hasCorpus ? JSON.parse(readFileSync(corpusPath('hostile', 'gen', 'manifest.json'), 'utf8')) : [];
const GENERATED = MANIFEST.filter(
  ({ path }) => path.startsWith('gen/zip/') || /^gen\/bomb\/.*\.zip$/.test(path),
).filter(
  ({ path }) =>
    hasCorpus && readdirSync(corpusPath('hostile', path, '..')).includes(path.split('/').at(-1) ?? ''),
);

describeCorpus('generated attacks', () => {
  test.each(GENERATED.map(({ path, expect: outcome, note }) => [path, outcome, note] as const))(
    '%s: %s (%s)',
    async (path, outcome) => {
      const { faults, partial, expanded } = await inspect(zipFile(...path.split('/')));
      const severities = new Set(faults.map(({ severity }) => severity));
      for (const found of faults) expect(found.entry ?? found.offset).toBeDefined();
      // The whole point of the bombs: no more comes out than the ratio lets through before it can tell.
      expect(expanded).toBeLessThan(2 ** 25);
      if (outcome === 'error') expect(severities).toContain('error');
      if (outcome === 'warn') expect(severities.has('warning') || severities.has('error')).toBe(true);
      if (outcome === 'limit') expect([partial, severities.has('error')]).toEqual([true, true]);
      if (outcome === 'inert') expect([partial, severities.has('error')]).toEqual([false, false]);
    },
  );

  test('the manifest still speaks of all of them', () => {
    expect(GENERATED.length).toBeGreaterThanOrEqual(23);
  });

  test.each([
    ['local-central-name-mismatch.zip', ['zip.local-name-differs']],
    ['local-central-size-mismatch.zip', ['zip.local-size-differs']],
    ['local-central-flags.zip', ['zip.local-flags-differ']],
    ['dup-names.zip', ['zip.duplicate']],
    ['multi-disk.zip', ['zip.multi-disk']],
    ['symlink.zip', ['zip.link-escapes']],
    ['usize-lie-small.zip', ['zip.size-lie']],
    ['method-99.zip', ['zip.method-unsupported']],
    ['pk-only.zip', ['zip.end-missing']],
    ['polyglot-gif.zip', ['zip.prefix']],
    ['concat-two-zips.zip', ['zip.prefix', 'zip.ambiguous-end', 'zip.hidden-member']],
    ['two-eocd.zip', ['zip.prefix', 'zip.ambiguous-end', 'zip.hidden-member']],
  ])('%s: %j', async (name, expected) => {
    expect(codes((await inspect(zipFile('gen', 'zip', name))).faults)).toEqual(expected);
  });

  test('5,000 members over one local header give no byte', async () => {
    const { paths, faults, expanded } = await inspect(zipFile('gen', 'zip', 'overlap-full-5000.zip'));
    expect(paths).toHaveLength(5000);
    expect(expanded).toBe(0);
    expect(faultOf(faults, 'zip.overlap').severity).toBe('error');
    expect(faults.length).toBeLessThan(30);
  });

  test('a member that changed is listed with its checksum said to be wrong', async () => {
    const { faults } = await inspect(zipFile('gen', 'zip', 'bad-crc.zip'));
    expect(codes(faults)).toEqual(['zip.bad-checksum']);
  });

  test('names of the JavaScript language change nothing', async () => {
    const { paths } = await inspect(zipFile('gen', 'zip', 'proto.zip'));
    expect(paths).toContain('__proto__');
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
  });
});

/** Archives of other projects' tests, and what they must give: member count and fault codes. */
const GO: Readonly<Record<string, readonly [number, ...string[]]>> = {
  'FuzzReader-enc.zip': [267],
  'FuzzReader-raw.zip': [364],
  'biggest.zip': [1],
  'comment-truncated.zip': [
    2,
    'zip.prefix',
    'zip.hidden-member',
    'zip.member-cut',
    'zip.trailing-data',
    'zip.ambiguous-end',
  ],
  'crc32-not-streamed.zip': [2],
  'dd.zip': [1],
  'dupdir.zip': [4, 'zip.duplicate'],
  'go-no-datadesc-sig.zip': [2],
  'go-with-datadesc-sig.zip': [2],
  'quine-r.zip': [1],
  'readme.notzip': [1, 'zip.end-missing'],
  'readme.zip': [1, 'zip.trailing-data'],
  'subdir.zip': [3],
  'symlink.zip': [1, 'zip.link-escapes'],
  'test-badbase.zip': [
    2,
    'zip.ambiguous-directory',
    'zip.count-differs',
    'zip.prefix',
    'zip.hidden-member',
    'zip.gap',
    'zip.second-directory',
  ],
  'test-baddirsz.zip': [2, 'zip.directory-size-differs'],
  'test-prefix.zip': [2, 'zip.prefix', 'zip.trailing-data'],
  'test-trailing-junk.zip': [2, 'zip.trailing-data'],
  'test.zip': [2],
  'time-22738.zip': [1],
  'time-7zip.zip': [1],
  'time-go.zip': [1],
  'time-infozip.zip': [1],
  'time-osx.zip': [1],
  'time-win7.zip': [1],
  'time-winrar.zip': [1],
  'time-winzip.zip': [1],
  'unix.zip': [4],
  'utf8-7zip.zip': [1],
  'utf8-infozip.zip': [1],
  'utf8-osx.zip': [1],
  'utf8-winrar.zip': [1],
  'utf8-winzip.zip': [1],
  'winxp.zip': [4],
  'zip64-2.zip': [1],
  'zip64.zip': [1],
};

describeCorpus("Go's test data", () => {
  test.each(Object.entries(GO))('%s: %j', async (name, [members, ...expected]) => {
    const { paths, faults } = await inspect(zipFile('go-zip', name));
    expect(paths).toHaveLength(members);
    expect(codes(faults)).toEqual(expected);
  });

  test('every archive is spoken of', () => {
    const names = readdirSync(corpusPath('hostile', 'go-zip')).filter((name) => /zip$/.test(name));
    expect(names.sort()).toEqual(Object.keys(GO).sort());
  });

  test('the same moment is read from six tools', async () => {
    for (const tool of ['7zip', 'go', 'infozip', 'osx', 'winrar', 'winzip']) {
      const { entries } = await listZip(zipFile('go-zip', `time-${tool}.zip`));
      expect(entries[0]?.mtime).toBe(Date.UTC(2017, 10, 1, 4, 11, 57) / 1000);
    }
  });
});

describeCorpus("other projects' test data", () => {
  test.each([
    ['jszip', 'all.zip', ['Hello.txt', 'images', 'images/smile.gif'], []],
    ['jszip', 'all-stream.zip', ['Hello.txt', 'images', 'images/smile.gif'], []],
    ['jszip', 'all_appended_bytes.zip', ['Hello.txt', 'images', 'images/smile.gif'], ['zip.trailing-data']],
    ['jszip', 'all_prepended_bytes.zip', ['Hello.txt', 'images', 'images/smile.gif'], ['zip.prefix']],
    ['jszip', 'archive_comment.zip', ['Hello.txt'], []],
    ['jszip', 'backslash.zip', ['Hel\\lo.txt'], ['zip.name-backslash']],
    ['cpython', 'zip_cp437_header.zip', ['filename_with_æoå.txt', 'filename_without.txt'], []],
    ['cpython', 'zipdir.zip', ['a', 'a/b', 'a/b/c'], []],
    ['cpython', 'zipdir_backslash.zip', ['a\\b\\c', 'd\\e\\'], ['zip.name-backslash', 'zip.name-backslash']],
  ] as const)('%s %s', async (folder, name, paths, expected) => {
    const outcome = await inspect(zipFile(folder, name));
    expect(outcome.paths).toEqual(paths);
    expect(codes(outcome.faults)).toEqual(expected);
  });

  test('members of an archive whose first bytes are missing are found where they are', async () => {
    const bytes = zipFile('jszip', 'all_missing_bytes.zip');
    const { entries, faults } = await listZip(bytes);
    expect(faultOf(faults, 'zip.local-missing').severity).toBe('error');
    const image = entries.find(
      ({ path, flags }) => path === 'images/smile.gif' && (flags & EntryFlag.hidden) !== 0,
    );
    expect((await readText(bytes, image)).slice(0, 3)).toBe('GIF');
  });

  const folders = ['libarchive', 'zstd', 'jszip/complex_files'];
  const rest = hasCorpus
    ? folders.flatMap((folder) =>
        readdirSync(corpusPath('hostile', folder))
          .filter((name) => /\.(zipx?|jar|epub|ods|xlsx|xps)$/.test(name))
          .map((name) => `${folder}/${name}`),
      )
    : [];
  test.each(rest)('%s ends, and what it does not give is said', async (path) => {
    const { faults, partial } = await inspect(zipFile(...path.split('/')));
    for (const found of faults) expect(found.entry ?? found.offset).toBeDefined();
    if (partial) expect(faults.some(({ severity }) => severity === 'error')).toBe(true);
  });
});
