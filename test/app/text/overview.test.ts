import { describe, expect, it } from 'vitest';
import { en } from '../../../src/app/text/en.ts';
import { plainText } from '../../../src/app/text/rich.ts';
import { image, summary } from '../rows.ts';

const { overview } = en;

describe('what it is', () => {
  it('names system, platform, command and user', () => {
    const said = overview.whatItIs(
      image({ distro: 'Debian GNU/Linux 12 (bookworm)', command: ['node', 'server.js'], user: '1000' }),
    );
    expect(plainText(said)).toBe(
      'A container image on Debian GNU/Linux 12 (bookworm) for linux/amd64 that starts node server.js as user 1000.',
    );
  });

  it('an image that states no user runs as root', () => {
    expect(plainText(overview.whatItIs(image({ command: ['sh'], user: '' })))).toContain('as user root');
  });

  it('leads from the paths to the files of that image', () => {
    const said = overview.whatRemains(image({ paths: 3690, entries: 3847, replacedOrRemoved: 157 }));
    expect(plainText(said)).toBe(
      '3,690 paths remain of 3,847 entries; later layers replaced or removed the other 157.',
    );
    expect(said[0]).toEqual({ link: '3,690 paths', target: { view: 'files', tree: 't1' } });
  });
});

describe('what is in it', () => {
  const found = summary({
    components: 732,
    removedComponents: 4,
    relations: 3550,
    ecosystems: [
      { ecosystem: 'npm', components: 488, places: 505 },
      { ecosystem: 'deb', components: 208, places: 208 },
      { ecosystem: 'operating-system', components: 1, places: 1 },
    ],
  });

  it('counts packages, and places where there are more', () => {
    expect(plainText(overview.whatIsInIt(found, false))).toBe(
      '488 npm packages in 505 places, 208 Debian packages and 1 operating system.',
    );
  });

  it('says "at least" when something was not read', () => {
    expect(plainText(overview.whatIsInIt(found, true))).toMatch(/^at least 488 npm packages/);
  });

  it('a figure leads to exactly its rows: those installed', () => {
    expect(overview.whatIsInIt(found, false)[0]).toEqual({
      link: '488 npm packages',
      target: { view: 'components', filter: { ecosystem: ['npm'], state: ['present'] } },
    });
  });

  it('accounts for every component: installed, removed, only stated', () => {
    expect(plainText(overview.alsoInIt(found))).toBe(
      '4 components were removed by a later layer, and are still in the file. 31 components are only stated: a document names them, and no file was found. 3,550 relations say what asks for what.',
    );
  });

  it('says so when nothing was found', () => {
    expect(plainText(overview.whatIsInIt(summary(), false))).toMatch(/^No package was found\./);
  });
});

describe('what was not read', () => {
  it.each([
    [{ error: 0, warning: 0, info: 0 }, 'Nothing was left out.'],
    [{ error: 0, warning: 1, info: 0 }, 'Nothing was left out. 1 is not what it seems.'],
    [
      { error: 2, warning: 3, info: 1 },
      '2 things could not be read, 3 are not what they seem and 1 is worth knowing.',
    ],
  ])('%o', (diagnostics, said) => {
    expect(plainText(overview.whatWasNotRead(summary({ diagnostics })))).toBe(said);
  });
});

it('what still holds names whole and partial rungs apart', () => {
  const ladder = [
    { rung: 'config', title: 'Manifest names the config', pass: 1, total: 1, odd: [] },
    { rung: 'diffID', title: 'diffIDs of unpacked layers', pass: 3, total: 7, odd: [] },
    { rung: 'platform', title: 'Platform', pass: 0, total: 1, odd: [] },
  ];
  expect(plainText(overview.partial.holds(ladder, 291))).toBe(
    'Whole: manifest names the config. In part: diffIDs of unpacked layers 3 of 7. At least 291 components were found.',
  );
  expect(overview.partial.holds([], 0)).toEqual([]);
});

it('a layer strip is said in words', () => {
  expect(en.strip(['none', 'brought', 'changed', 'removed'])).toBe(
    'brought by layer 2, changed in 3, removed in 4',
  );
  expect(en.strip(['none'])).toBe('in no layer');
});

describe('progress', () => {
  it('shares one unit where it can', () => {
    expect(en.working.amount('unpacking', 9_400_000, 15_200_000)).toBe('9.4 of 15.2 MB');
    expect(en.working.amount('hashing', 900_000, 15_200_000)).toBe('900.0 kB of 15.2 MB');
    expect(en.working.amount('cataloguing', 3013, 3847)).toBe('3,013 of 3,847');
    expect(en.working.amount('reading', 0, 0)).toBe('');
  });

  it('a stage without a word of its own is named as it is', () => {
    expect(en.working.sentence('verifying', 2, 5, 1)).toBe('Verifying, 2 of 5.');
  });
});
