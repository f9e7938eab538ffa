import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { withReference } from '../../src/core/case/accept.ts';
import { readIndicators } from '../../src/core/case/indicators/read-list.ts';
import { findingsOf } from '../../src/core/flag/findings.ts';
import { indicatorSearch } from '../../src/core/flag/indicator-search.ts';
import { imageOf } from '../fixtures/rules.ts';
import { file, whiteout } from '../fixtures/tar.ts';
import { inspectFiles } from '../inspect.ts';

const EVIL = 'the bytes of something evil';
const SHA256 = createHash('sha256').update(EVIL).digest('hex');

const npm = (name: string, version: string) =>
  file(
    `app/node_modules/${name}/package.json`,
    JSON.stringify({ name, version, homepage: `https://${name}.example.org/` }),
  );

const IMAGE = imageOf(
  [file('opt/old/evil.bin', EVIL), npm('chalk', '5.6.1'), npm('debug', '4.4.1')],
  [whiteout('opt/old/evil.bin'), file('app/setup_bun.js', 'x')],
);

function read(text: string): string[] {
  const list = readIndicators(encodeUtf8(text));
  if (!list.ok) return [list.error.code];
  return list.value.indicators.map(
    ({ indicator, at }) => `${Object.values(indicator).join(' ').trim()} (${at})`,
  );
}

/** The case with the list dropped beside the image, and used. */
async function searched(name: string, text: string, image: Uint8Array = IMAGE) {
  const { case: loupe } = await inspectFiles([
    { name: 'planted.tar', bytes: image },
    { name, bytes: encodeUtf8(text) },
  ]);
  const before = indicatorSearch(loupe.model);
  const source = loupe.model.sources.find((one) => one.reference !== undefined);
  if (source === undefined) throw new Error('the list was not recognized');
  const settings = await withReference(loupe.settings, source, true);
  if (!settings.ok) throw new Error(settings.error.message);
  loupe.decide(settings.value);
  await loupe.settled();
  const search = indicatorSearch(loupe.model);
  const hits = findingsOf(loupe.model).filter(({ rule }) => rule === 'indicator.hit');
  return { before, search, titles: hits.map(({ title }) => title), hits };
}

describe('a list of indicators', () => {
  it('one a line: packages, hashes, file names, globs, domains', () => {
    const list = `# compromised\nchalk@5.6.1\n@scope/pkg@1.0.0\n${SHA256}\nsetup_bun.js\n*/.github/workflows/x*.yml\nevil[.]example\npkg:npm/%40a/b@2\n`;
    expect(read(list)).toEqual([
      'package chalk 5.6.1 (line 2)',
      'package @scope/pkg 1.0.0 (line 3)',
      `hash sha256 ${SHA256} (line 4)`,
      'file setup_bun.js (line 5)',
      'glob */.github/workflows/x*.yml (line 6)',
      'domain evil.example (line 7)',
      'package @a/b 2 npm (line 8)',
    ]);
  });

  it('a table of packages, several versions in a cell', () => {
    expect(read('package,version\nchalk,"5.6.1, 5.6.2"\n@scope/pkg,1.0.0\n')).toEqual([
      'package chalk 5.6.1 (line 2)',
      'package chalk 5.6.2 (line 2)',
      'package @scope/pkg 1.0.0 (line 3)',
    ]);
  });

  it('a STIX 2.1 bundle', () => {
    const pattern = `[file:hashes.'SHA-256' = '${SHA256}' OR file:name = 'evil.bin'] AND [domain-name:value = 'evil.example']`;
    expect(read(JSON.stringify({ type: 'bundle', objects: [{ type: 'indicator', pattern }] }))).toEqual([
      `hash sha256 ${SHA256} (/objects/0/pattern)`,
      'file evil.bin (/objects/0/pattern)',
      'domain evil.example (/objects/0/pattern)',
    ]);
  });

  it('lines that mean nothing are counted, a list of nothing is refused', () => {
    const list = readIndicators(encodeUtf8('chalk@5.6.1\nthis is a sentence\n'));
    expect(list.ok && list.value.unread).toEqual([{ at: 'line 2', text: 'this is a sentence' }]);
    expect(read('nothing here\n')).toEqual(['indicators.empty']);
  });
});

describe('do we have any of these', () => {
  it('by name and version, and says how much was searched', async () => {
    const many = Array.from({ length: 170 }, (_, i) => `bad-package-${i}@1.0.${i}`);
    const { before, search, titles } = await searched(
      'list.txt',
      [...many, 'chalk@5.6.1', 'debug@4.4.2'].join('\n'),
    );
    expect(before.lists).toEqual([]);
    expect(titles).toEqual(['chalk@5.6.1 is here, and on the list "list.txt".']);
    expect(search).toMatchObject({
      lists: [{ name: 'list.txt', indicators: 172, unread: 0 }],
      components: 2,
    });
    expect(search.files).toBeGreaterThan(3);
  });

  it('by digest, in a layer below as well', async () => {
    const { hits } = await searched('iocs.txt', `# indicators\n${SHA256}\n`);
    expect(hits.map(({ path, detail }) => [path, detail])).toEqual([
      ['opt/old/evil.bin', 'A later layer removed it; it can still be read in the layer below.'],
    ]);
  });

  it('by file name, glob and domain', async () => {
    const { titles } = await searched(
      'iocs.txt',
      '# indicators\nsetup_bun.js\nopt/old/*.bin\nchalk.example.org\n',
    );
    expect(titles.toSorted()).toEqual([
      'chalk.example.org is here, and on the list "iocs.txt".',
      'opt/old/*.bin is here, and on the list "iocs.txt".',
      'setup_bun.js is here, and on the list "iocs.txt".',
    ]);
  });

  it('an address by its path, and one whose host alone is here as no more than that', async () => {
    const { hits } = await searched(
      'iocs.txt',
      '# indicators\nhttps://chalk.example.org/drop\nhttps://debug.example.org/\n',
    );
    expect(hits.map(({ title, severity }) => [title, severity])).toEqual([
      ['chalk.example.org is here, the host of an address on the list "iocs.txt".', 'low'],
      ['debug.example.org is here, and on the list "iocs.txt".', 'high'],
    ]);
    expect(hits.map(({ evidence }) => evidence?.[0]?.value)).toEqual([
      'chalk.example.org/drop',
      'debug.example.org',
    ]);
  });

  it('nothing is found where nothing is, and that is said with what was searched', async () => {
    const { search, titles } = await searched('list.txt', 'a@1.0.0\nb@1.0.0\nc@1.0.0\n');
    expect(titles).toEqual([]);
    expect(search).toMatchObject({ components: 2, hits: [] });
  });

  it('of very many hits the first are listed, and all are counted', async () => {
    const files = Array.from({ length: 10_002 }, (_, i) => file(`opt/${i}.bin`, ''));
    const { search, hits } = await searched('iocs.txt', '# indicators\nopt/*.bin\n', imageOf(files));
    expect(search.found).toBe(10_002);
    expect(search.hits).toHaveLength(10_000);
    expect(hits.length).toBeGreaterThan(0);
  });

  it('a list inside the artifact has no effect', async () => {
    const { model } = await inspectFiles([
      {
        name: 'planted.tar',
        bytes: imageOf([npm('chalk', '5.6.1'), file('iocs.txt', '# indicators\nchalk@5.6.1\n')]),
      },
    ]);
    expect(model.sources.filter(({ reference }) => reference !== undefined)).toEqual([]);
    expect(indicatorSearch(model).lists).toEqual([]);
  });
});
