import { describe, expect, it } from 'vitest';
import {
  digestParts,
  formatDuration,
  formatPercent,
  formatSize,
  listed,
  pathEnd,
  plural,
  shortDigest,
  shortDigests,
} from '../../../src/app/text/format.ts';

const HEX = '7463067728c7f5f308b752b198b1ad9a98604a6be99e491871733956b37b973b';

describe('numbers as a person reads them', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [201_871, '201.9 kB'],
    [999_949, '999.9 kB'],
    [999_960, '1.0 MB'],
    [25_937_920, '25.9 MB'],
    [8 * 2 ** 30, '8.6 GB'],
  ])('%d bytes are %s', (bytes, said) => {
    expect(formatSize(bytes)).toBe(said);
  });

  it('counts with the word that fits', () => {
    expect(plural(1, 'entry', 'entries')).toBe('1 entry');
    expect(plural(14_518, 'entry', 'entries')).toBe('14,518 entries');
    expect(plural(0, 'layer')).toBe('0 layers');
  });

  it('shows tenths of a second up to a minute', () => {
    expect(formatDuration(2412)).toBe('2.4 s');
    expect(formatDuration(59_960)).toBe('1 min 0 s');
    expect(formatDuration(65_000)).toBe('1 min 5 s');
  });

  it('says 100 % only when all is done', () => {
    expect(formatPercent(999, 1000)).toBe('99 %');
    expect(formatPercent(1000, 1000)).toBe('100 %');
    expect(formatPercent(5, 0)).toBe('0 %');
  });
});

describe('digests', () => {
  it('are shown by their two ends, the algorithm apart', () => {
    expect(digestParts(`sha256:${HEX}`)).toEqual({ algorithm: 'sha256', head: '74630677', tail: '7b973b' });
    expect(shortDigest(HEX)).toBe('74630677…7b973b');
  });

  it('stay whole when they are short', () => {
    expect(shortDigest('deadbeef')).toBe('deadbeef');
  });

  it('are shortened inside a sentence, and nothing else is', () => {
    expect(shortDigests(`The archive ends inside "blobs/sha256/${HEX}", at byte 20098048.`)).toBe(
      'The archive ends inside "blobs/sha256/74630677…7b973b", at byte 20098048.',
    );
  });
});

it('a long path keeps its end', () => {
  expect(pathEnd('etc/os-release')).toBe('etc/os-release');
  expect(pathEnd('app/node_modules/@esbuild/linux-x64/bin/esbuild', 26)).toBe('…/linux-x64/bin/esbuild');
  expect(pathEnd(`blobs/sha256/${HEX}`, 18)).toBe('…/74630677…7b973b');
});

it('lists end in "and"', () => {
  expect(listed(['1'])).toBe('1');
  expect(listed(['1', '2'])).toBe('1 and 2');
  expect(listed(['1', '2', '3'])).toBe('1, 2 and 3');
});
