import { describe, expect, it } from 'vitest';
import { provenanceDetail } from '../../src/core/case/queries/provenance-detail.ts';
import { trustPage } from '../../src/core/case/queries/trust.ts';
import { sampleFiles, useAll } from '../fixtures/sample-case.ts';
import { inspectFiles, reportOf, type TestFile } from '../inspect.ts';

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, i) =>
    permutations([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [item, ...rest]),
  );
}

/** The report, and what the Trust view says, of a case whose files came in this order. */
async function outcome(files: readonly TestFile[]) {
  const { case: loupe } = await inspectFiles(files);
  await useAll(loupe);
  const told = trustPage(loupe.model, 1).rows.map(({ id, title, state, sentence }) => {
    const detail = provenanceDetail(loupe.model, id);
    return [
      title,
      state,
      sentence,
      detail?.path.links.map(({ label }) => label).join(),
      ...(detail?.questions.map(({ answer }) => answer) ?? []),
    ].join('\n');
  });
  return { report: JSON.stringify(reportOf(loupe.model)), told: told.sort() };
}

describe('the order of drops', () => {
  it.each(['release', 'tampered-artifact', 'tampered-statement', 'wrong-identity'])(
    '%s: all 24 orders end in one report and one answer to every question',
    async (id) => {
      const files = sampleFiles(id);
      const first = await outcome(files);
      for (const order of permutations(files)) expect(await outcome(order)).toEqual(first);
    },
  );
});
