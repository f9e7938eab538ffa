import { expect, it } from 'vitest';
import { findingsOf } from '../../../src/core/flag/findings.ts';
import { flaggedAmong, flagsOf } from '../../../src/core/flag/queries/flagged.ts';
import { imageOf, RULE_FIXTURES } from '../../fixtures/rules.ts';
import { inspectFiles } from '../../inspect.ts';

it('marks components by facts alone, and only those asked about', async () => {
  const members = ['lifecycle.end-of-life', 'ai.pickle-import'].flatMap((id) => RULE_FIXTURES[id]?.bad ?? []);
  const { model } = await inspectFiles([{ name: 'planted.tar', bytes: imageOf(members) }]);
  const component = (rule: string) => findingsOf(model).find((one) => one.rule === rule)?.component ?? '';
  const [system, pickle] = [component('lifecycle.end-of-life'), component('ai.pickle-import')];
  const flagged = { component: system, name: 'debian 10', worst: 'high', facts: 1 };
  expect(flaggedAmong(model, [system, pickle])).toEqual([flagged]);
  expect(flaggedAmong(model)).toEqual([flagged]);
  expect(flaggedAmong(model, [pickle])).toEqual([]);
  expect([...flagsOf(model)]).toEqual([[system, { worst: 'high', facts: 1, rank: 1 }]]);
});
