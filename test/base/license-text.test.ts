import all from 'spdx-license-list/full';
import { describe, expect, test } from 'vitest';
import { table } from '../../build/license-texts.ts';
import { isDeprecatedLicense, isListedLicense } from '../../src/core/base/license-expression.ts';
import { LicenseTextIndex } from '../../src/core/base/license-text.ts';
import { MIT, spdxText } from '../fixtures/catalog/license-files.ts';

const texts = table();
const index = new LicenseTextIndex(texts);
const found = (text: string) => index.find(text).found.map(({ ids }) => ids.join(' | '));

/** Texts of a few words, or in no Latin letters: there is too little to tell them by. */
const TOO_SHORT = [
  ...['CC-BY-SA-2.1-JP', 'Kastrup', 'MIPS', 'NLPL', 'TPDL', 'TermReadKey', 'Zeeff', 'any-OSI', 'diffmark'],
  ...['ssh-keyscan'],
];

test('every text of the list is found as itself, and as nothing else', () => {
  const wrong: string[] = [];
  const without: string[] = [];
  for (const [id, { licenseText }] of Object.entries(all)) {
    if (isDeprecatedLicense(id) || !isListedLicense(id)) continue;
    const row = texts.find(([ids]) => ids.includes(id));
    if (row === undefined) without.push(id);
    else if (found(licenseText).join() !== row[0].join(' | ')) wrong.push(`${id}: ${found(licenseText)}`);
  }
  expect(wrong).toEqual([]);
  expect(without.sort()).toEqual(TOO_SHORT);
});

describe('a copy is found', () => {
  test.each<[string, string, string]>([
    [
      'in other case, lines and bullets',
      spdxText('BSD-3-Clause').toUpperCase().replace(/\s+/g, '\n * '),
      'BSD-3-Clause',
    ],
    ['with the name of a holder', MIT, 'MIT'],
    [
      'with the names that SPDX leaves open',
      spdxText('BSD-3-Clause')
        .replace('the copyright holder nor', 'Example Org nor')
        .replace('THE COPYRIGHT HOLDERS AND CONTRIBUTORS', 'EXAMPLE ORG')
        .replace('COPYRIGHT HOLDER OR CONTRIBUTORS', 'COPYRIGHT OWNER OR CONTRIBUTORS'),
      'BSD-3-Clause',
    ],
    ['of which the list has two', spdxText('GPL-2.0-only'), 'GPL-2.0-only | GPL-2.0-or-later'],
    ['within another text', `Before.\n\n${spdxText('Apache-2.0')}\n\nAfter.`, 'Apache-2.0'],
    ['as part of a longer one: the MIT license in the X11 license', spdxText('X11'), 'X11'],
  ])('%s', (_what, text, id) => {
    expect(found(text)).toEqual([id]);
  });
});

describe('what is nearly a license is none', () => {
  test.each([
    ['a word more', MIT.replace('free of charge', 'almost free of charge')],
    ['a word less', MIT.replace('without restriction', 'restriction')],
    ['cut off', MIT.slice(0, -100)],
    ['its title alone', 'MIT License\n\nCopyright (c) 2026 Jo Doe\n'],
    ['nothing', ''],
  ])('%s', (_what, text) => {
    expect(found(text)).toEqual([]);
  });
});

test('a text made of beginnings of licenses is read to its end', () => {
  const beginning = MIT.slice(MIT.indexOf('Permission'), MIT.indexOf('Permission') + 400);
  const { words, recognized } = index.find(`${beginning} `.repeat(2000));
  expect([words > 100_000, recognized]).toEqual([true, 0]);
});
