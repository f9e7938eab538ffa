import { describe, expect, it } from 'vitest';
import { plainText } from '../../../src/app/text/rich.ts';
import { advice, incompleteFiles } from '../../../src/app/views/overview/advice.ts';
import { ladderSums } from '../../../src/app/views/overview/ladder-sums.ts';
import { placeTiles } from '../../../src/app/views/overview/tiles.ts';
import type { MapTile } from '../../../src/core/case/views.ts';
import { image, source, summary, trust } from '../rows.ts';

const odd = (status: 'fail' | 'absent') => ({ of: 'layer 3', status, expected: 'a', actual: 'b' });

it('rungs add up', () => {
  const ladder = [
    { rung: 'blob', title: 'Layer digests', pass: 5, total: 7, odd: [odd('fail'), odd('absent')] },
    { rung: 'config', title: 'Config', pass: 1, total: 1, odd: [] },
  ];
  expect(ladderSums(image({ ladder }))).toEqual({ pass: 6, fail: 1, absent: 1, total: 8 });
});

describe('what to do next', () => {
  const words = (...given: Parameters<typeof advice>): readonly string[] => advice(...given).map(plainText);

  it('an image that agrees with itself: hold its manifest against what the publisher says', () => {
    expect(words(summary(), [source('s1')], image(), undefined)[0]).toMatch(
      /^Compare the manifest digest 74637463…637463 with the one its publisher states\./,
    );
  });

  it('an image that contradicts itself: do not use it', () => {
    const altered = image({
      ladderState: 'contradicted',
      ladder: [{ rung: 'blob', title: 'Layer digests', pass: 2, total: 3, odd: [odd('fail')] }],
    });
    expect(words(summary(), [source('s1')], altered, undefined)[0]).toMatch(
      /^Do not use this image before you know who changed it: 1 digest does not hold\./,
    );
  });

  it('a file of another kind: hold its own digest against what the publisher says', () => {
    expect(words(summary(), [source('s1')], undefined, 'ab'.repeat(32))).toEqual([
      'Compare its SHA-256 abababab…ababab with the one its publisher states.',
    ]);
  });

  it('a file that was cut off: get it again; a document nobody reads here is not cut off', () => {
    const cut = { source: 'l4', sentence: 'Layer 4 ends early.', incomplete: true };
    const sources = [
      source('s1'),
      source('l4', { parent: 's1', depth: 1 }),
      source('sbom', { role: 'claim', name: 'sbom.cdx.json' }),
      source('odd', { kind: 'unknown' }),
    ];
    const notFullyInspected = [
      { source: 'sbom', sentence: 'Recognized, no reader.', incomplete: false },
      { source: 'odd', sentence: 'Its kind is not known.', incomplete: false },
      { source: 's1', sentence: 'The limit was reached.', incomplete: false },
    ];
    expect(incompleteFiles(summary({ notFullyInspected }), sources)).toEqual([]);
    const partly = summary({ notFullyInspected: [...notFullyInspected, cut] });
    expect(incompleteFiles(partly, sources).map((row) => row.id)).toEqual(['s1']);
    expect(words(partly, sources, undefined, undefined)[0]).toBe(
      'Get s1.tar again, compare its size with the publisher’s, and drop it here.',
    );
  });

  it('an archive that waits for a password: give it', () => {
    const locked = summary({
      locked: [{ source: 's1', name: 'evil.zip', entries: 2 }],
      notFullyInspected: [{ source: 's1', sentence: '2 members are encrypted.', incomplete: false }],
    });
    expect(words(locked, [source('s1')], undefined, undefined)).toEqual(['Give the password of evil.zip.']);
  });
});

describe('what to do next with what has no effect yet', () => {
  const words = (...given: Parameters<typeof advice>): readonly string[] => advice(...given).map(plainText);

  it('advisory data that were only dropped: use them', () => {
    const unused = ['Go.zip', 'npm.zip', 'a.json', 'b.json'].map((name) => ({ source: name, name }));
    expect(
      words(summary({ advisories: { states: undefined, unused } }), [source('s1')], image(), undefined)[0],
    ).toBe(
      'Compare the SHA-256 of Go.zip, npm.zip, a.json and 1 other file, and use them: advisory data that were only dropped say nothing.',
    );
  });

  it('a root that was only dropped: use it; nobody expected: say whom', () => {
    const row = {
      source: 'r1',
      name: 'root.json',
      as: 'root',
      sha256: 'ab',
      accepted: false,
      demo: false,
      refused: undefined,
    } as const;
    const page = trust({ references: [row, { ...row, source: 'r2', refused: 'It is no root.' }] });
    expect(words(summary(), [source('s1')], image(), undefined, page)[0]).toBe(
      'root.json was dropped and has no effect until you use it.',
    );
  });
});

describe('the map', () => {
  const tile = (group: string, label: string, count: number): MapTile => ({
    group,
    ecosystem: 'npm',
    label,
    count,
    target: { view: 'components' },
  });

  it('gives each tile its share of the area', () => {
    const [group] = placeTiles([tile('Layer 1', 'a', 75), tile('Layer 1', 'b', 25)], 400, 319);
    const areas = group?.tiles.map((box) => box.width * box.height) ?? [];
    expect((areas[0] ?? 0) / (areas[1] ?? 1)).toBeCloseTo(3, 0);
  });

  it('keeps every tile inside its map and large enough to be hit', () => {
    const tiles = [
      tile('Layer 1', 'most', 2000),
      ...Array.from({ length: 20 }, (_, i) => tile(`Layer ${i + 2}`, 'few', 1)),
    ];
    const groups = placeTiles(tiles, 668, 172);
    expect(groups.flatMap((group) => group.tiles)).toHaveLength(21);
    for (const box of groups.flatMap((group) => group.tiles)) {
      expect(box.left + box.width).toBeLessThanOrEqual(668);
      expect(box.top + box.height).toBeLessThanOrEqual(172);
    }
  });

  it('puts small groups together under one name', () => {
    const groups = placeTiles(
      [tile('Layer 1', 'a', 990), tile('Layer 2', 'b', 5), tile('Layer 3', 'c', 5)],
      668,
      172,
    );
    expect(groups.map((group) => [group.group, group.count])).toEqual([
      ['Layer 1', 990],
      ['Layer 2, Layer 3', 10],
    ]);
  });
});
