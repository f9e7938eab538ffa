import { describe, expect, it } from 'vitest';
import { en } from '../../../src/app/text/en.ts';
import { hardWords } from '../../../src/app/text/hard-words.ts';
import { checkShape } from '../../../src/app/views/trust/check-state.ts';
import {
  blank,
  draftOf,
  expectationsOf,
  halfStated,
  keyWrong,
} from '../../../src/app/views/trust/expect-draft.ts';
import { indentJson } from '../../../src/app/views/trust/indent-json.ts';
import { timeAxis } from '../../../src/app/views/trust/time-axis.ts';
import { lengthOf } from '../../../src/app/views/trust/time-words.ts';

describe('the shape of a check', () => {
  it('is green only for a pass against something from outside', () => {
    const shapes = (['pass', 'fail', 'absent', 'skipped', 'unprovable-offline'] as const).map((status) =>
      checkShape({ status, outside: status !== 'pass' }),
    );
    expect(shapes).toEqual(['tick', 'contradicted', 'missing', 'not-inspected', 'not-inspected']);
    expect(checkShape({ status: 'pass', outside: true })).toBe('proven');
  });
});

describe('the time line', () => {
  const minute = 60_000;

  it('is true to scale where every instant can be told apart', () => {
    const axis = timeAxis([0, 3 * minute, 10 * minute]);
    expect(axis.toScale).toBe(true);
    expect(axis.at(3 * minute)).toBeCloseTo(0.3);
  });

  it('draws a second beside a year apart, and says that it is not to scale', () => {
    const year = 365 * 86_400_000;
    const axis = timeAxis([0, 1000, year]);
    expect(axis.toScale).toBe(false);
    expect(axis.at(1000)).toBeGreaterThan(0.05);
    expect(axis.at(year)).toBe(1);
  });

  it.each([
    [0, '0 seconds'],
    [10 * minute, '10 minutes'],
    [420 * 86_400_000, '14 months'],
    [3 * 365.25 * 86_400_000, '3 years'],
  ])('%i ms is said as %s', (milliseconds, words) => {
    expect(lengthOf(milliseconds)).toBe(words);
  });
});

describe('raw JSON', () => {
  it('is broken into lines and not changed otherwise: a member that occurs twice stays', () => {
    const raw = '{"a":1.50,"a":[],"b":{"c":"x, {y}: \\"z\\""}}';
    const shown = indentJson(raw);
    expect(shown.split('\n')).toEqual([
      '{',
      '  "a": 1.50,',
      '  "a": [],',
      '  "b": {',
      '    "c": "x, {y}: \\"z\\""',
      '  }',
      '}',
    ]);
  });

  it.each(['-----BEGIN CERTIFICATE-----\nMIIC', 'plain', '{\n "a": 1}'])('leaves %j as it stands', (text) => {
    expect(indentJson(text)).toBe(text);
  });

  it('ends on text that is cut off inside a string', () => {
    expect(indentJson('{"a":"b\\')).toBe('{\n  "a": "b\\');
  });
});

describe('the form of expectations', () => {
  it('states what is filled in and nothing else', () => {
    const draft = {
      ...draftOf({}),
      identity: ' me ',
      wildcards: true,
      keySha256: `SHA256:${'AB'.repeat(32)}`,
    };
    expect(expectationsOf(draft)).toEqual({
      identity: 'me',
      wildcards: true,
      keySha256: 'ab'.repeat(32),
    });
    expect(halfStated(draft)).toBe(true);
    expect(keyWrong(draft)).toBe(false);
    expect(keyWrong({ ...draft, keySha256: 'ab' })).toBe(true);
    expect(expectationsOf(draftOf({ wildcards: true }))).toEqual({});
  });
});

describe('what the form keeps', () => {
  const policy = {
    identity: 'https://github.com/org/repo/.github/workflows/release.yml@refs/tags/v1',
    issuer: 'https://token.actions.githubusercontent.com',
    provenance: {
      policy: true,
      sourceUri: 'github.com/org/repo',
      sourceVersionedTag: 'v1',
      workflowInputs: { release: 'yes' },
    },
  };

  it('everything a policy file stated is still stated when the form is sent unchanged', () => {
    expect(expectationsOf(draftOf(policy))).toEqual(policy);
  });

  it('a source alone says nothing of the signer', () => {
    const draft = blank();
    draft.said.sourceUri = ' github.com/org/repo ';
    expect(expectationsOf(draft)).toEqual({ provenance: { sourceUri: 'github.com/org/repo' } });
    expect(en.trust.expects(expectationsOf(draft))).toBe(
      'You have not said whom you expect, so nothing here can be proven. Provenance must say: built from github.com/org/repo.',
    );
  });
});

describe('hard words', () => {
  it('open where they are met first, and nowhere inside another word', () => {
    const pieces = hardWords('A certificate chain: each certificate is signed by an authority, and logged.');
    expect(pieces).toEqual([
      'A ',
      { word: 'certificate', term: 'certificate' },
      ' chain: each certificate is signed by an ',
      { word: 'authority', term: 'authority' },
      ', and logged.',
    ]);
  });
});
