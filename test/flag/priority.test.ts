import { describe, expect, it } from 'vitest';
import { byUrgency, urgencyNotes } from '../../src/core/flag/priority.ts';
import { remediesOf } from '../../src/core/flag/remedies.ts';
import { standingsOf } from '../../src/core/flag/standing.ts';
import type { Finding } from '../../src/core/model/finding.ts';
import { modelOf } from './case-model.ts';

const APP = 'pkg:npm/app@1.0.0';
const EXPRESS = 'pkg:npm/express@4.18.2';
const QS = 'pkg:npm/qs@6.11.0';
const OLD = 'pkg:npm/old@1.0.0';

const model = modelOf([
  { purl: APP, name: 'app', version: '1.0.0', asks: [EXPRESS] },
  { purl: EXPRESS, name: 'express', version: '4.18.2', asks: [QS] },
  { purl: QS, name: 'qs', version: '6.11.0' },
  { purl: OLD, name: 'old', version: '1.0.0', state: 'removed' },
]);

function finding(id: string, parts: Partial<Finding> = {}): Finding {
  return {
    id,
    rule: 'vulnerability.known',
    grade: 'fact',
    severity: 'medium',
    title: id,
    detail: '',
    remedy: 'Look.',
    evidence: [],
    aliases: [],
    ...parts,
  };
}

const ids = (findings: readonly Finding[]) => findings.map(({ id }) => id);

describe('what to do first', () => {
  it('facts, then policy, then hints; what is suppressed stays, at the end', () => {
    const all = [
      finding('suppressed', { severity: 'critical', suppressedBy: 'a VEX' }),
      finding('hint', { grade: 'hint', severity: 'high' }),
      finding('policy', { grade: 'policy', severity: 'high' }),
      finding('fact', { severity: 'low' }),
    ];
    expect(ids(byUrgency(model, all))).toEqual(['fact', 'policy', 'hint', 'suppressed']);
  });

  it('known to be exploited before what is only severe', () => {
    const all = [finding('severe', { severity: 'critical' }), finding('used', { exploited: '2024-01-02' })];
    expect(ids(byUrgency(model, all))).toEqual(['used', 'severe']);
  });

  it('what nobody rated among the medium: unknown is not none', () => {
    const all = [
      finding('negligible', { severity: 'none' }),
      finding('low', { severity: 'low' }),
      finding('unrated', { severity: 'none', unrated: true, fixed: '2.0.0' }),
      finding('medium'),
      finding('high', { severity: 'high' }),
    ];
    expect(ids(byUrgency(model, all))).toEqual(['high', 'unrated', 'medium', 'low', 'negligible']);
  });

  it('of one severity: what is there before what a layer removed, the likely, the fixable, the near', () => {
    const all = [
      finding('removed', { component: OLD }),
      finding('deep', { component: QS, fixed: '6.11.1' }),
      finding('direct', { component: EXPRESS, fixed: '4.19.2' }),
      finding('no fix', { component: EXPRESS }),
      finding('likely', { component: QS, epss: 0.9 }),
    ];
    expect(ids(byUrgency(model, all))).toEqual(['likely', 'direct', 'deep', 'no fix', 'removed']);
  });

  it('does not depend on the order in which the rules spoke', () => {
    const all = ['b', 'a', 'c'].map((id) => finding(id));
    expect(ids(byUrgency(model, all))).toEqual(ids(byUrgency(model, all.toReversed())));
  });
});

it('says in words what raised or lowered it', () => {
  const standing = standingsOf(model).of(QS);
  expect(standing).toEqual({ state: 'present', depth: 2 });
  expect(
    urgencyNotes(finding('a', { score: 7.5, fixed: '6.11.1', exploited: '2024-01-02' }), standing),
  ).toEqual([
    'known to be exploited since 2024-01-02',
    'CVSS 7.5',
    'fixed in 6.11.1',
    '2 steps from the root',
  ]);
});

describe('one remedy per root cause', () => {
  it('raises a component to the highest fix and says how many findings that clears', () => {
    const all = [
      finding('a', { component: EXPRESS, fixed: '4.19.2' }),
      finding('b', { component: EXPRESS, fixed: '4.20.0' }),
      finding('c', { component: EXPRESS, fixed: '4.9.0' }),
      finding('d', { component: QS, fixed: '6.11.1' }),
      finding('e', { component: QS, fixed: '7.0.0', suppressedBy: 'a VEX' }),
    ];
    expect(remediesOf(model, all).map(({ remedy, clears }) => [remedy, clears])).toEqual([
      ['Raise express from 4.18.2 to ≥ 4.20.0.', 3],
      ['Raise qs from 6.11.0 to ≥ 6.11.1.', 1],
    ]);
  });

  it('takes findings of one rule with one remedy together', () => {
    const all = [finding('a', { rule: 'x' }), finding('b', { rule: 'x' }), finding('c', { rule: 'y' })];
    expect(remediesOf(model, all).map(({ clears, filter }) => [clears, filter.rule])).toEqual([
      [2, ['x']],
      [1, ['y']],
    ]);
  });
});
