import { beforeAll, describe, expect, it } from 'vitest';
import { profiles } from '../../src/core/profiles/registry.ts';
import type { ProfileRule } from '../../src/core/profiles/types.ts';
import { versionAtLeast } from '../../src/core/profiles/value-checks.ts';
import { CYCLONEDX_JSON } from '../fixtures/profiles/counts-cyclonedx-json.ts';
import { CYCLONEDX_XML } from '../fixtures/profiles/counts-cyclonedx-xml.ts';
import { GITHUB_SNAPSHOT } from '../fixtures/profiles/counts-github-snapshot.ts';
import { SPDX2 } from '../fixtures/profiles/counts-spdx2.ts';
import { SPDX3 } from '../fixtures/profiles/counts-spdx3.ts';
import { SYFT } from '../fixtures/profiles/counts-syft.ts';
import { type Counts, FORMATS, readAlone, readInCompany, results } from '../fixtures/profiles/documents.ts';

const COUNTS: Readonly<Record<string, Counts<string>>> = {
  'CycloneDX JSON': CYCLONEDX_JSON,
  'CycloneDX XML': CYCLONEDX_XML,
  'SPDX 2': SPDX2,
  'SPDX 3': SPDX3,
  Syft: SYFT,
  'GitHub export': SPDX2,
  'GitHub snapshot': GITHUB_SNAPSHOT,
};

/** What a signature by an accepted key and a statement that the product is affected change in the full document. */
const IN_COMPANY: Readonly<Record<string, string>> = {
  'C26-02': 'pass 1/1',
  'CRA-2': 'pass 1/1',
  'CRA-6': 'fail 0/1',
};

const ALL = Object.keys(FORMATS);
const rules: readonly ProfileRule[] = [...profiles].flatMap((profile) => profile.rules);

interface Impossible {
  readonly rule: string;
  readonly state: 'pass' | 'fail';
  readonly formats: readonly string[];
  readonly why: string;
}

/** What no document can come to, by what the rule asks and the format is. */
const IMPOSSIBLE: readonly Impossible[] = [
  {
    rule: 'C26-03',
    state: 'fail',
    formats: ['CycloneDX JSON', 'CycloneDX XML', 'SPDX 2', 'SPDX 3', 'GitHub export'],
    why: 'A document that does not name its format is not recognized as one.',
  },
  {
    rule: 'C26-03',
    state: 'pass',
    formats: ['Syft', 'GitHub snapshot'],
    why: 'A format of one tool is none that others are asked to read.',
  },
  {
    rule: 'C26-04',
    state: 'fail',
    formats: ['CycloneDX XML', 'SPDX 3'],
    why: 'The namespace, or the context, by which it is recognized names the version.',
  },
  { rule: 'C26-P6', state: 'fail', formats: ALL, why: 'What cannot be read is held against no profile.' },
  {
    rule: 'B00',
    state: 'pass',
    formats: ['SPDX 2', 'Syft', 'GitHub export', 'GitHub snapshot'],
    why: 'The guideline admits CycloneDX 1.6 and SPDX 3.0.1, and what is newer, alone.',
  },
  { rule: 'CRA-6', state: 'pass', formats: ALL, why: 'No document proves that nothing is exploitable.' },
  ...(['pass', 'fail'] as const).map((state) => ({
    rule: 'CRA-7',
    state,
    formats: ['Syft', 'GitHub snapshot'],
    why: 'There is no schema that it could be held against.',
  })),
  {
    rule: 'CRA-7',
    state: 'pass',
    formats: ['SPDX 3'],
    why: 'A part of its model is checked: that shows what is broken, and never that all is well.',
  },
];

/** They have a place in every format and version, so that no document can be of a format without one. */
const ALWAYS_EXPRESSIBLE = [
  ...['C26-02', 'C26-03', 'C26-11', 'C26-12', 'C26-13', 'C26-P6', 'N2', 'N3', 'N4', 'B00', 'F3', 'F5'],
  ...['CRA-2', 'CRA-6', 'CRA-7'],
];

const isImpossible = (rule: string, state: string, format: string) =>
  IMPOSSIBLE.some((one) => one.rule === rule && one.state === state && one.formats.includes(format));

const stateOf = (result: string) => result.split(' ')[0] ?? '';

describe.each(Object.entries(FORMATS))('%s', (name, { format, first, documents }) => {
  const counts = COUNTS[name] ?? {};
  const alone = new Map<string, ReadonlyMap<string, string>>();
  let company: ReadonlyMap<string, string> = new Map();

  beforeAll(async () => {
    for (const [id, content] of Object.entries(documents)) alone.set(id, results(await readAlone(content)));
    company = results(await readInCompany(documents['full'] ?? ''));
  }, 120_000);

  it('has a count of every rule and every document', () => {
    expect(Object.keys(counts)).toEqual(rules.map(({ id }) => id));
    for (const row of Object.values(counts)) expect(Object.keys(row)).toEqual(Object.keys(documents));
  });

  it.each(rules.map(({ id }) => id))('%s comes to what was counted by hand', (rule) => {
    const found = [...alone].map(([id, all]) => [id, all.get(rule)]);
    expect(Object.fromEntries(found)).toEqual(counts[rule]);
    expect(company.get(rule)).toBe(IN_COMPANY[rule] ?? counts[rule]?.['full']);
  });

  it.each(rules)('$id has a document for each state that there can be', ({ id, test, paths }) => {
    const states = new Set([...Object.values(counts[id] ?? {}), IN_COMPANY[id] ?? ''].map(stateOf));
    const path = paths[format];
    if (test.over === 'nothing' || path?.unread !== undefined) {
      const expected = test.over !== 'nothing' && path?.since !== undefined ? ['not-expressible'] : [];
      states.delete('');
      expect([...states].sort()).toEqual(['not-checkable', ...expected]);
      return;
    }
    if (path === undefined) {
      expect([...states].filter((state) => state !== '' && state !== 'not-expressible')).toEqual([]);
      return;
    }
    for (const state of ['pass', 'fail'])
      expect([state, states.has(state)]).toEqual([state, !isImpossible(id, state, name)]);
    // The format has the field since a version after its first, or has always had it.
    const came = path.since !== undefined && !versionAtLeast(first, path.since);
    expect(states.has('not-expressible')).toBe(came);
  });
});

it('says of which rules no document can be without a place, by the fields of the formats', () => {
  const always = rules.filter(({ paths }) =>
    Object.values(FORMATS).every(({ format, first }) => {
      const path = paths[format];
      return path !== undefined && (path.since === undefined || versionAtLeast(first, path.since));
    }),
  );
  expect(always.map(({ id }) => id)).toEqual(ALWAYS_EXPRESSIBLE);
});

it('lists few things that cannot be', () => {
  expect(IMPOSSIBLE.reduce((sum, { formats }) => sum + formats.length, 0)).toBeLessThanOrEqual(32);
});
