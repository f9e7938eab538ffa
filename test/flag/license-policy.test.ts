import { expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { withReference } from '../../src/core/case/accept.ts';
import { findingsOf } from '../../src/core/flag/findings.ts';
import { withRule } from '../../src/core/flag/turn-off.ts';
import { spdxText } from '../fixtures/catalog/license-files.ts';
import { imageOf } from '../fixtures/rules.ts';
import { file, tar } from '../fixtures/tar.ts';
import { buildZip } from '../fixtures/zip.ts';
import { inspectFiles, type TestFile } from '../inspect.ts';

const npm = (name: string, license?: string) =>
  file(`app/node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', license }));
const APP = {
  name: 'app.tar',
  bytes: tar([
    npm('good', 'MIT'),
    npm('choice', 'GPL-3.0-only OR ISC'),
    npm('bad', 'AGPL-3.0-only'),
    npm('paid', 'AGPL-3.0-only'),
    npm('other', 'EPL-2.0'),
    npm('silent'),
    npm('words', 'see LICENSE.md'),
  ]),
};
const POLICY = encodeUtf8(
  JSON.stringify({
    schema: 'loupe.licence-policy/1',
    name: 'Example policy',
    allow: ['permissive'],
    deny: ['strong-copyleft'],
    exceptions: [{ package: 'pkg:npm/paid', licences: ['AGPL-3.0-only'], reason: 'a licence was bought' }],
  }),
);

async function found(files: readonly TestFile[], { use = true, off = false } = {}) {
  const inspected = await inspectFiles(files);
  const source = inspected.model.sources.find(({ reference }) => reference?.as === 'licences');
  if (source !== undefined && use) {
    const settings = await withReference(inspected.case.settings, source, true);
    if (!settings.ok) throw new Error(settings.error.message);
    inspected.case.decide(off ? withRule(settings.value, 'licence.policy', false) : settings.value);
    await inspected.case.settled();
  }
  return findingsOf(inspected.case.model)
    .filter(({ rule }) => rule === 'licence.policy')
    .map(({ severity, title, suppressedBy, evidence }) => ({ severity, title, suppressedBy, evidence }));
}

test('a policy that the user says to use flags what it denies and does not list, and says of what nothing is known', async () => {
  const all = await found([APP, { name: 'policy.json', bytes: POLICY }]);
  expect(all.map(({ severity, title, suppressedBy }) => [severity, title, suppressedBy])).toEqual([
    ['medium', 'bad 1.0.0 is under AGPL-3.0-only, which you deny.', undefined],
    [
      'medium',
      'paid 1.0.0 is under AGPL-3.0-only, which you deny.',
      'Your licence policy excepts it: a licence was bought.',
    ],
    ['low', 'other 1.0.0 is under EPL-2.0, which is not among the licences you allow.', undefined],
    ['low', 'Of 2 components no licence is known.', undefined],
  ]);
  expect(all.at(-1)?.evidence.map(({ value }) => value)).toEqual([
    'pkg:npm/silent@1.0.0',
    'pkg:npm/words@1.0.0',
  ]);
});

test('dropped only it has no effect; turned off, neither', async () => {
  const files = [APP, { name: 'policy.json', bytes: POLICY }];
  expect(await found(files, { use: false })).toEqual([]);
  expect(await found(files, { off: true })).toEqual([]);
});

test('inside the artifact it is a file like any other: the suspect never brings its own judge', async () => {
  const inside = { name: 'policy.zip', bytes: buildZip([{ name: 'policy.json', content: POLICY }]) };
  expect(await found([APP, inside])).toEqual([]);
});

test('what an SBOM leaves open says nothing against what the package states', async () => {
  const sbom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    components: [
      {
        type: 'library',
        name: 'good',
        version: '1.0.0',
        purl: 'pkg:npm/good@1.0.0',
        licenses: [{ license: { name: 'see file' } }],
      },
      {
        type: 'library',
        name: 'choice',
        version: '1.0.0',
        purl: 'pkg:npm/choice@1.0.0',
        licenses: [{ expression: 'GPL-3.0-only' }],
      },
    ],
  };
  const all = await found([
    APP,
    { name: 'policy.json', bytes: POLICY },
    { name: 'bom.json', bytes: encodeUtf8(JSON.stringify(sbom)) },
  ]);
  const about = (name: string) => all.filter(({ title }) => title.startsWith(name)).map(({ title }) => title);
  expect(about('good')).toEqual([]);
  expect(about('choice')).toEqual(['choice 1.0.0 is under GPL-3.0-only, which you deny.']);
});

const holding = (name: string, license: string | undefined, texts: Readonly<Record<string, string>>) => [
  npm(name, license),
  ...Object.entries(texts).map(([path, text]) => file(`app/node_modules/${name}/${path}`, text)),
];

test('where nothing is declared the texts in a package are judged, and said to be recognized and not declared', async () => {
  const app = {
    name: 'app.tar',
    bytes: imageOf([
      ...holding('copyleft', undefined, { LICENSE: spdxText('AGPL-3.0-only') }),
      ...holding('other', 'see LICENSE', { LICENSE: spdxText('EPL-2.0') }),
      ...holding('excepted', 'Our terms', { 'licenses/AGPL': '', 'LICENSE.md': spdxText('AGPL-3.0-only') }),
      // Allowed: its text says it all.
      ...holding('fine', undefined, { LICENSE: spdxText('MIT') }),
      ...holding('seen', 'SEE LICENSE IN LICENSE.md', { 'LICENSE.md': spdxText('ISC') }),
      // Never allowed by a text: other words in it, another declaration, or the text of what it bundles.
      ...holding('mixed', undefined, { LICENSE: `${spdxText('MIT')}\n${'And pay us a fee. '.repeat(40)}` }),
      ...holding('terms', 'Our terms', { LICENSE: spdxText('MIT') }),
      ...holding('bundling', undefined, { 'vendor/part/LICENSE': spdxText('AGPL-3.0-only') }),
      ...holding('noticing', undefined, { NOTICE: spdxText('AGPL-3.0-only') }),
      // What is declared counts; that its text differs is another finding.
      ...holding('declared', 'MIT', { LICENSE: spdxText('AGPL-3.0-only') }),
    ]),
  };
  const policy = JSON.parse(new TextDecoder().decode(POLICY)) as object;
  const exceptions = [
    { package: 'pkg:npm/excepted', licences: ['AGPL-3.0-only'], reason: 'a licence was bought' },
  ];
  const bytes = encodeUtf8(JSON.stringify({ ...policy, exceptions }));
  const all = await found([app, { name: 'policy.json', bytes }]);
  const agpl = 'AGPL-3.0-only OR AGPL-3.0-or-later';
  expect(all.map(({ severity, title, suppressedBy }) => [severity, title, suppressedBy])).toEqual([
    ['medium', `copyleft 1.0.0 holds the licence text of ${agpl}, which you deny.`, undefined],
    [
      'low',
      'other 1.0.0 holds the licence text of EPL-2.0, which is not among the licences you allow.',
      undefined,
    ],
    [
      'medium',
      `excepted 1.0.0 holds the licence text of ${agpl}, which you deny.`,
      'Your licence policy excepts it: a licence was bought.',
    ],
    ['low', 'Of 4 components no licence is known.', undefined],
  ]);
  expect(all[0]?.evidence).toEqual([
    {
      label: 'licence recognized by its text, not declared',
      value: `${agpl} in app/node_modules/copyleft/LICENSE`,
      at: 'line 6',
    },
  ]);
  expect(all.at(-1)?.evidence.map(({ value }) => value)).toEqual(
    ['bundling', 'mixed', 'noticing', 'terms'].map((name) => `pkg:npm/${name}@1.0.0`),
  );
});
