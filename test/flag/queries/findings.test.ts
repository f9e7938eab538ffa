import { describe, expect, it } from 'vitest';
import { FindingQueries } from '../../../src/core/flag/queries/findings.ts';
import { withRule } from '../../../src/core/flag/turn-off.ts';
import { archiveTar, ociLayout } from '../../fixtures/image.ts';
import { tar } from '../../fixtures/tar.ts';
import { inspectFiles } from '../../inspect.ts';

const spec = { tags: ['app:1'], layers: [{ tar: tar([]), compression: 'gzip' as const }] };

async function tampered() {
  const bytes = archiveTar(ociLayout([spec], 'diffID'));
  const inspected = await inspectFiles([{ name: 'app.tar', bytes }]);
  // That nothing signed came with it is another rule's to say.
  inspected.case.decide(withRule(inspected.case.settings, 'attestation.missing', false));
  await inspected.case.settled();
  return { case: inspected.case, model: inspected.case.model };
}

const all = { offset: 0, limit: 100 };

describe('the findings of a case, as the page asks for them', () => {
  it('a row says what is so, where, and how sure the rule is', async () => {
    const { model } = await tampered();
    const page = new FindingQueries().page(model, 1, all);
    expect(page).toMatchObject({ total: 1, all: 1, suppressed: 0 });
    expect(page.rows[0]).toMatchObject({
      rule: 'integrity.ladder',
      grade: 'fact',
      severity: 'high',
      contradicted: true,
      where: 'app.tar',
    });
    expect(page.remedies).toMatchObject([{ clears: 1, filter: { rule: ['integrity.ladder'] } }]);
  });

  it('details give why, how it can be wrong, what to do and where the evidence is', async () => {
    const { model } = await tampered();
    const queries = new FindingQueries();
    const [row] = queries.page(model, 1, all).rows;
    const detail = queries.detail(model, row?.id ?? '');
    expect(detail?.why).toContain('named by the digest');
    expect(detail?.mayBeWrong).not.toBe('');
    expect(detail?.remedy).toContain('do not run it');
    expect(detail?.evidence.map(({ label }) => label)).toEqual(['stated', 'found']);
    expect(detail?.how.at(-1)).toMatchObject({ title: 'Rule integrity.ladder' });
    expect(queries.detail(model, 'gone')).toBeUndefined();
  });

  it('comes to the same when it is worked out rule by rule, with pauses', async () => {
    const { model } = await tampered();
    const { model: other } = await tampered();
    const queries = new FindingQueries();
    let pauses = 0;
    await queries.prepare(model, async () => void pauses++);
    expect(pauses).toBeGreaterThan(30);
    expect(queries.page(model, 1, all)).toEqual(new FindingQueries().page(other, 1, all));
    expect(queries.knows(model)).toBe(true);
    expect(queries.knows(other)).toBe(false);
  });

  it('narrows by facet and by words', async () => {
    const { model } = await tampered();
    const queries = new FindingQueries();
    expect(queries.page(model, 1, { ...all, filter: { grade: ['hint'] } }).total).toBe(0);
    expect(queries.page(model, 1, { ...all, filter: { grade: ['fact'] } }).total).toBe(1);
    expect(queries.page(model, 1, { ...all, text: 'diffid APP.TAR' }).total).toBe(1);
    expect(queries.page(model, 1, { ...all, text: 'lodash' }).total).toBe(0);
  });

  it('sums up facts by severity and what to do first', async () => {
    const { model } = await tampered();
    expect(new FindingQueries().summary(model)).toMatchObject({
      open: 1,
      grades: { fact: 1, policy: 0, hint: 0 },
      facts: [{ severity: 'high', count: 1 }],
      contradicted: 1,
      first: [{ clears: 1 }],
    });
  });

  it('a rule that is turned off says nothing, and that is said', async () => {
    const { case: loupe } = await tampered();
    loupe.decide(withRule(loupe.settings, 'integrity.ladder', false));
    await loupe.settled();
    const page = new FindingQueries().page(loupe.model, 2, all);
    expect(page).toMatchObject({ all: 0, rules: { off: ['attestation.missing', 'integrity.ladder'] } });
    loupe.decide(withRule(loupe.settings, 'integrity.ladder', true));
    expect(new FindingQueries().page(loupe.model, 3, all).all).toBe(1);
    expect(withRule(loupe.settings, 'no.such-rule', false)).toBe(loupe.settings);
  });
});
