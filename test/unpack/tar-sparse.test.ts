import { describe, expect, test } from 'vitest';
import { EntryFlag } from '../../src/core/model/entry-table.ts';
import { tar as reader } from '../../src/core/unpack/tar.ts';
import { file, pax, sparse, tar } from '../fixtures/tar.ts';
import { clean, readTar } from '../fixtures/tar-read.ts';
import { codesOf, contextWith, streamed } from '../fixtures/unpacking.ts';

describe('sparse files', () => {
  const segments = Array.from({ length: 30 }, (_, i) => [1000 * i + 500, `part ${i}.`] as const);

  for (const form of ['old-gnu', 'pax-0.0', 'pax-0.1', 'pax-1.0'] as const) {
    test(`${form}: holes are zeros, and the steps lead to the stored bytes`, async () => {
      const found = await readTar([...sparse('db', segments, 40_000, form), file('after', 'x')]);
      expect(found).toMatchObject({ ...clean, lines: ['f 0644 40000 db', 'f 0644 1 after'] });
      const content = found.contents[0] ?? '';
      expect(content).toHaveLength(40_000);
      expect(content.slice(7500, 7507)).toBe('part 7.');
      expect(content.replaceAll('\0', '')).toBe(segments.map(([, part]) => part).join(''));
      expect(found.entries[0]?.steps.map(({ op }) => op)).toEqual(['slice', 'sparse']);
    });

    test(`${form}: nothing but a hole`, async () => {
      const { contents, lines } = await readTar([...sparse('hole', [], 1000, form), file('after', 'x')]);
      expect({ contents, lines }).toEqual({
        contents: ['\0'.repeat(1000), 'x'],
        lines: ['f 0644 1000 hole', 'f 0644 1 after'],
      });
    });
  }

  test('a map that overlaps itself: the member is listed, its content is not', async () => {
    const found = await readTar([
      pax({ 'GNU.sparse.size': '100', 'GNU.sparse.map': '0,10,5,10' }),
      file('db', 'x'.repeat(20)),
      file('after', 'y'),
    ]);
    expect(found).toMatchObject({
      lines: ['f 0644 100 db', 'f 0644 1 after'],
      codes: ['error tar.sparse @1024'],
      complete: false,
      contents: ['', 'y'],
      whole: [false, true],
    });
    expect(found.entries[0]).toMatchObject({ flags: EntryFlag.notInspected, steps: [] });
  });

  test('a 1.0 map without an end', async () => {
    const records = { 'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.realsize': '9' };
    const { codes, lines } = await readTar([pax(records), file('db', '3\n0\n1\n'), file('after')]);
    expect({ codes, lines }).toEqual({
      codes: ['error tar.sparse @1024'],
      lines: ['f 0644 9 db', 'f 0644 0 after'],
    });
  });

  test('a hole larger than may be expanded is a limit, and the rest is read', () => {
    const bytes = tar([...sparse('db', [[0, 'x']], 10_000_000, 'pax-1.0'), file('after', 'y')]);
    const found = streamed(reader, bytes, contextWith({ expandedPerCase: 9_000_000 }));
    expect(
      found.members.map(({ entry, data, whole }) => [entry.path, data.length, whole, entry.flags]),
    ).toEqual([
      ['db', 0, false, EntryFlag.notInspected],
      ['after', 1, true, 0],
    ]);
    expect(codesOf(found.faults)).toEqual(['error limit.expanded-per-case @1024']);
  });
});
