import { beforeAll, describe, expect, it } from 'vitest';
import { withReference } from '../../src/core/case/accept.ts';
import type { Case } from '../../src/core/case/case.ts';
import { findingsOf } from '../../src/core/flag/findings.ts';
import { rules } from '../../src/core/flag/registry.ts';
import { withRule } from '../../src/core/flag/turn-off.ts';
import type { Finding } from '../../src/core/model/finding.ts';
import { PLANTED_EXPECTATIONS, PLANTED_FILES } from '../fixtures/planted.ts';
import { inspectFiles } from '../inspect.ts';

describe('an image made by script, with a sample for every rule', () => {
  let loupe: Case;
  let findings: readonly Finding[] = [];

  beforeAll(async () => {
    ({ case: loupe } = await inspectFiles(PLANTED_FILES));
    for (const { name } of PLANTED_FILES.filter(({ accept }) => accept === true)) {
      const source = loupe.model.sources.find((one) => one.name === name);
      if (source === undefined) throw new Error(`${name} is not in the case`);
      const settings = await withReference(loupe.settings, source, true);
      if (!settings.ok) throw new Error(`${name}: ${settings.error.message}`);
      loupe.decide({ ...settings.value, expectations: PLANTED_EXPECTATIONS });
      await loupe.settled();
    }
    findings = findingsOf(loupe.model);
  }, 60_000);

  it('finds all of them', () => {
    const spoke = new Set(findings.map(({ rule }) => rule));
    expect([...rules].map(({ id }) => id).filter((id) => !spoke.has(id))).toEqual([]);
  });

  it.each([...rules].map(({ id }) => id))('%s finds its sample, and nothing once it is turned off', (id) => {
    const mine = findings.filter(({ rule }) => rule === id);
    expect(mine.length).toBeGreaterThan(0);
    const rule = rules.get(id);
    for (const finding of mine) {
      expect(finding.grade).toBe(rule?.grade);
      expect(finding.remedy).not.toBe('');
    }
    const off = findingsOf({ ...loupe.model, settings: withRule(loupe.settings, id, false) });
    expect(off.some(({ rule: other }) => other === id)).toBe(false);
    expect(off.length).toBe(findings.length - mine.length);
  });

  it('shows no secret in anything that is said', () => {
    expect(JSON.stringify(findings)).not.toMatch(/hunter2|MIIEvQIBADAN|ghp_a8Kd02mZq7/);
  });
});
