import { describe, expect, it } from 'vitest';
import { findingsOf } from '../../src/core/flag/findings.ts';
import { rules } from '../../src/core/flag/registry.ts';
import { imageOf, RULE_FIXTURES, type RuleFixture } from '../fixtures/rules.ts';
import { type Member, tar } from '../fixtures/tar.ts';
import { inspectFiles } from '../inspect.ts';

/** Rules whose good and bad examples are documents, attestations or archives: each has a test of its own. */
const ELSEWHERE = [
  'indicator.hit',
  'licence.policy',
  'content.hook',
  'malware.known',
  'vulnerability.known',
  'integrity.ladder',
  'integrity.contents-table',
  'integrity.own-record',
  'integrity.own-record-missing',
  'integrity.sbom',
  'sbom.shadow',
  'sbom.ghost',
  'attestation.failed',
  'attestation.says-no',
  'attestation.certificate-differs',
  'attestation.secret-parameter',
  'attestation.unexpected-identity',
  'attestation.undated',
  'attestation.unknown-root',
  'attestation.unsigned',
  'content.unowned',
];

async function titlesOf(id: string, members: readonly Member[], fixture: RuleFixture): Promise<string[]> {
  const bytes = fixture.bare === true ? tar([...members]) : imageOf(members);
  const { model } = await inspectFiles([{ name: 'planted.tar', bytes }]);
  return findingsOf(model)
    .filter(({ rule }) => rule === id)
    .map(({ title }) => title);
}

describe.each(Object.entries(RULE_FIXTURES))('%s', (id, fixture) => {
  it('finds what is planted', async () => {
    expect(await titlesOf(id, fixture.bad, fixture)).toEqual(fixture.says);
  });

  it.skipIf(fixture.good.length === 0)('is silent on what only looks like it', async () => {
    expect(await titlesOf(id, fixture.good, fixture)).toEqual([]);
  });
});

it('sees what a later layer removed, and says so', async () => {
  const { bad } = RULE_FIXTURES['secret.private-key'] ?? { bad: [] };
  const bytes = imageOf(bad, [{ name: 'root/.ssh/.wh.id_rsa' }]);
  const { model } = await inspectFiles([{ name: 'planted.tar', bytes }]);
  const [found] = findingsOf(model).filter(({ rule }) => rule === 'secret.private-key');
  expect(found?.detail).toContain('A later layer removed the file; it can still be read in the layer below.');
});

describe('every rule', () => {
  it('has good and bad examples', () => {
    const covered = [...Object.keys(RULE_FIXTURES), ...ELSEWHERE].sort();
    expect(covered).toEqual([...rules].map(({ id }) => id).sort());
  });

  it.each([...rules].map((rule) => [rule.id, rule] as const))(
    '%s says why, how it can be wrong and what to do',
    (id, rule) => {
      expect(id).toMatch(/^[a-z]+(?:[.-][a-z]+)+$/);
      for (const text of [rule.why, rule.mayBeWrong, rule.remedy])
        expect(text).toMatch(/^[A-Z\u{2019}].{20,}[.]$/u);
    },
  );
});
