import { describe, expect, test } from 'vitest';
import { commonLicense, debianLicense } from '../../src/core/base/debian-license.ts';
import { componentLicenses, licensedComponents, licenseFilesOf } from '../../src/core/case/license-texts.ts';
import { licenseEvidence } from '../../src/core/case/license-views.ts';
import type { CaseModel } from '../../src/core/case/model.ts';
import { ComponentQueries } from '../../src/core/case/queries/components.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { licensedImage, licensedPackage, licensedWheel } from '../fixtures/licensed.ts';
import { inspectFiles } from '../inspect.ts';

function told(model: CaseModel): Record<string, string> {
  return Object.fromEntries(
    model.components.map(({ name }, index) => {
      const { agreement, declared, files, others } = componentLicenses(model, index);
      const where = files.map(({ path }) => path.replace(/^.*\/(?=.)/, '')).join(', ');
      return [name, [agreement, declared.join('; '), where, others.join(', ')].filter(Boolean).join(' | ')];
    }),
  );
}

test('what packages of an image declare is held against the texts in them', async () => {
  const { model } = await inspectFiles([{ name: 'a.tar', bytes: licensedImage() }]);
  expect(told(model)).toEqual({
    agreeing: 'agrees | MIT | LICENSE',
    bundling: 'agrees | MIT | LICENSE, LICENSE | ISC',
    declaring: 'declared-only | MIT',
    disagreeing: 'disagrees | Apache-2.0 | LICENSE | GPL-3.0-only or GPL-3.0-or-later',
    debian: 'nothing',
    later: 'agrees | GPL-2.0-or-later | COPYING',
    noticing: 'declared-only | MIT | NOTICE',
    odd: 'unrecognized | MIT | LICENSE',
    'saying-nothing': 'text-only | LICENSE | MIT',
    'org.example:tool': 'disagrees | MIT | LICENSE.txt | Apache-2.0',
    unlisted: 'unrecognized | See file | LICENSE | MIT',
    // Its copyright file names licenses, by Debian's names, and holds the text of none.
    zlib1g: 'text-only | copyright | GPL-2.0-or-later or MIT, Zlib',
  });
  const free = licenseFilesOf(model).filter(({ component }) => component === undefined);
  expect(free.map(({ path }) => path)).toEqual(['opt/LICENSE']);
});

test.each([
  ['thing-1.0-py3-none-any.whl', licensedWheel(), { thing: 'agrees | BSD-3-Clause | LICENSE.txt' }],
  ['alone-3.0.0.tar', licensedPackage(), { alone: 'agrees | ISC | LICENSE' }],
])('%s: the texts of a package archive are those of its package', async (name, bytes, expected) => {
  const { model } = await inspectFiles([{ name, bytes }]);
  expect(told(model)).toEqual(expected);
});

test('a layer that removes a text takes it away', async () => {
  const { model } = await inspectFiles([{ name: 'a.tar', bytes: licensedImage() }]);
  const removed = {
    ...model,
    observations: model.observations.map((one) => ({ ...one, state: 'removed' as const })),
  };
  expect([licenseFilesOf(removed), licensedComponents(removed)]).toEqual([[], []]);
});

describe("Debian's names", () => {
  test.each([
    ['Expat', 'MIT'],
    ['GPL-2+', 'GPL-2.0-or-later'],
    ['GPL-2+ and Expat', 'GPL-2.0-or-later AND MIT'],
    ['Perl and BSD-3-clause', '(Artistic-1.0-Perl OR GPL-1.0-or-later) AND BSD-3-Clause'],
    ['GFDL-NIV-1.3+', 'GFDL-1.3-no-invariants-or-later'],
    ['LGPL-2.1', 'LGPL-2.1-only'],
    ['Apache-2.0', 'Apache-2.0'],
    ['my-own', undefined],
    ['GPL-9', undefined],
    ['public-domain', undefined],
    ['', undefined],
  ])('%s: %s', (name, expected) => {
    expect(debianLicense(name)).toBe(expected);
  });

  test('a common license says nothing of later versions', () => {
    expect([commonLicense('GPL-3'), commonLicense('Apache-2.0'), commonLicense('BSD')]).toEqual([
      ['GPL-3.0-only', 'GPL-3.0-or-later'],
      ['Apache-2.0'],
      [],
    ]);
  });
});

describeCorpus('packages of the corpus', () => {
  test.each([
    ['express-4.18.2.tgz', 'express', 'agrees | MIT | LICENSE'],
    ['requests-2.28.1-py3-none-any.whl', 'requests', 'declared-only | Apache 2.0'],
    ['python3-requests_2.28.1+dfsg-1_all.deb', 'python3-requests', 'text-only | copyright'],
  ])('%s', async (name, component, expected) => {
    const { model } = await inspectFiles([{ name, bytes: corpusBytes('container', 'plain', name) }]);
    expect(told(model)[component]).toBe(expected);
  });
});

describe('the page and the report', () => {
  test('components are told apart by how their texts stand to what they declare', async () => {
    const { model } = await inspectFiles([{ name: 'a.tar', bytes: licensedImage() }]);
    const { facets } = new ComponentQueries().page(model, 0, [], { offset: 0, limit: 0 });
    const facet = facets.find(({ id }) => id === 'licenseText');
    expect(facet?.values.map(({ label, count }) => `${label}: ${count}`)).toEqual([
      'as declared: 3',
      'another than declared: 2',
      'none found: 2',
      'nothing declared: 2',
      'cannot be compared: 2',
      'only a notice: 1',
    ]);
  });

  test('a case without license files has no such facet', async () => {
    const bytes = new TextEncoder().encode(JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6' }));
    const { model } = await inspectFiles([{ name: 'a.json', bytes }]);
    const { facets } = new ComponentQueries().page(model, 0, [], { offset: 0, limit: 0 });
    expect(facets.map(({ id }) => id)).not.toContain('licenseText');
  });

  test('a component lists its texts, and what in them is recognized as nothing', async () => {
    const { model } = await inspectFiles([{ name: 'a.tar', bytes: licensedImage() }]);
    const at = model.components.findIndex(({ name }) => name === 'bundling');
    expect(licenseEvidence(model, at)).toMatchObject({
      agreement: 'agrees',
      state: 'claimed',
      declared: ['MIT'],
      others: ['ISC'],
      files: [
        { path: 'app/node_modules/bundling/LICENSE', texts: ['MIT, line 5'], rest: 7 },
        { path: 'app/node_modules/bundling/vendor/LICENSE', texts: ['ISC, line 6'] },
      ],
      more: 0,
    });
  });

  test('the report has them in the order of its components, whatever the order of the drops', async () => {
    const files = [
      { name: 'a.tar', bytes: licensedImage() },
      { name: 'thing-1.0-py3-none-any.whl', bytes: licensedWheel() },
    ];
    const { licenseTexts, components } = (await inspectFiles(files)).report();
    expect((await inspectFiles([...files].reverse())).report().licenseTexts).toEqual(licenseTexts);
    const names = new Map(components.map(({ id, name }) => [id, name]));
    expect(licenseTexts.map(({ component }) => names.get(component ?? '') ?? 'none')).toEqual(
      [...names.values()].filter((name) => name !== 'declaring' && name !== 'debian').concat('none'),
    );
    expect(licenseTexts.find(({ component }) => names.get(component ?? '') === 'thing')).toMatchObject({
      agreement: 'agrees',
      declared: ['BSD-3-Clause'],
      others: [],
      files: [{ kind: 'license', texts: [{ ids: ['BSD-3-Clause'] }], stated: [] }],
    });
  });
});
