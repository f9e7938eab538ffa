import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/core/case/case.ts';
import type { ProvenanceDetail } from '../../src/core/case/provenance-views.ts';
import { provenanceDetail } from '../../src/core/case/queries/provenance-detail.ts';
import { QUESTIONS } from '../../src/core/case/queries/questions/registry.ts';
import { trustPage } from '../../src/core/case/queries/trust.ts';
import { sampleCase } from '../fixtures/sample-case.ts';

function detailOf(loupe: Case, at = 0): ProvenanceDetail {
  const row = trustPage(loupe.model, 1).rows[at];
  const detail = row === undefined ? undefined : provenanceDetail(loupe.model, row.id);
  if (detail === undefined) throw new Error('no claim was found');
  return detail;
}

const labels = ({ path }: ProvenanceDetail) => path.links.map(({ label }) => label);

/** Ids of the questions that are in a state. */
function inState({ questions }: ProvenanceDetail, state: string): readonly string[] {
  return questions.filter((one) => one.state === state).map(({ id }) => id);
}

describe('the trust path', () => {
  it.each([
    ['release', true, ['missing', 'certificate says', 'statement claims', 'proven', 'proven']],
    [
      'release',
      false,
      ['missing', 'certificate says', 'statement claims', 'statement claims', 'statement claims'],
    ],
    [
      'tampered-artifact',
      true,
      ['missing', 'certificate says', 'statement claims', 'proven', 'contradicted'],
    ],
    ['unsigned', false, ['missing', 'statement claims', 'statement claims', 'missing', 'statement claims']],
    [
      'undated',
      true,
      ['missing', 'certificate says', 'statement claims', 'certificate says', 'statement claims'],
    ],
  ] as const)('%s, judges used: %s', async (id, use, expected) => {
    expect(labels(detailOf(await sampleCase(id, use)))).toEqual(expected);
  });

  it('names every stop from the repository to the digest of the dropped bytes', async () => {
    const { path } = detailOf(await sampleCase('release'));
    expect(path.sentence).toBe(
      'Signer and bytes are proven; the build is what the signer says. What happened before the commit is not attested.',
    );
    expect(path.stops.map(({ title, value, detail }) => `${title}: ${value}, ${detail}`)).toEqual([
      'Source: loupe_demo/tide, repository id 40001',
      'Commit: 68c43037, tag v1.4.0',
      'Builder: release.yml of loupe_demo/tide, github-hosted',
      'Inputs: 3 inputs, 1 not pinned',
      'Signature and log: certificate, logged, 2025-10-09 08:53 UTC',
      expect.stringMatching(/^Bytes: tide-1\.4\.0\.tgz, sha256:[0-9a-f]{64}$/),
    ]);
  });

  it('breaks where a statement was changed after it was signed', async () => {
    const { path } = detailOf(await sampleCase('tampered-statement'));
    expect(path.sentence).toBe('The path breaks at the signature: nothing before it can be believed.');
    expect(path.links[3]?.label).toBe('contradicted');
    expect(path.links[4]?.label).toBe('statement claims');
  });
});

describe('the fifteen questions', () => {
  it('are asked in one order, each with why, threat and limits, whatever the claim', async () => {
    expect(QUESTIONS).toHaveLength(15);
    for (const id of ['release', 'unsigned', 'tampered-statement']) {
      const { questions } = detailOf(await sampleCase(id));
      expect(questions.map((one) => one.number)).toEqual(Array.from({ length: 15 }, (_, i) => i + 1));
      expect(
        questions.filter(({ answer, why, limits }) => answer === '' || why === '' || limits === ''),
      ).toEqual([]);
      expect(
        questions.flatMap(({ threats }) => threats).filter(({ version }) => !/^SLSA v1\.\d$/.test(version)),
      ).toEqual([]);
    }
  });

  it('what only the statement says is never proven, though its signature is', async () => {
    const detail = detailOf(await sampleCase('release'));
    expect(inState(detail, 'proven')).toEqual(
      expect.arrayContaining(['about', 'signer', 'signature', 'root', 'when', 'conclusion']),
    );
    for (const id of ['what', 'level', 'source', 'how', 'inputs'])
      expect(inState(detail, 'proven'), id).not.toContain(id);
  });

  it.each(['unsigned', 'release'])('nothing is proven before anything is accepted: %s', async (id) => {
    expect(inState(detailOf(await sampleCase(id, false)), 'proven')).toEqual([]);
  });

  it('what the certificate confirms is proven with it, and a level is told with what it rests on', async () => {
    const detail = detailOf(await sampleCase('release'));
    expect(
      detail.certificateVsStatement.map(({ field, status, state }) => `${field}: ${status}, ${state}`),
    ).toEqual(
      [
        'Source repository',
        'Repository id',
        'Owner id',
        'Ref',
        'Commit',
        'Workflow',
        'Workflow ref',
        'Trigger',
        'Run',
        'Attempt',
        'Runner',
      ].map((field) => `${field}: confirmed, proven`),
    );
    expect(detail.questions.find(({ id }) => id === 'certificate')?.answer).toBe('Yes, in 11 fields.');
    expect(detail.questions.find(({ id }) => id === 'level')).toMatchObject({
      state: 'claimed',
      word: 'up to Build L2',
    });
    expect(detail.level?.restsOn.length).toBeGreaterThan(0);
  });

  it('before the root is accepted the certificate confirms nothing: it came with the statement', async () => {
    const { certificateVsStatement } = detailOf(await sampleCase('release', false));
    expect(new Set(certificateVsStatement.map(({ state }) => state))).toEqual(new Set(['claimed']));
  });

  it('a changed package: the signature is right, and it is about another file', async () => {
    const detail = detailOf(await sampleCase('tampered-artifact'));
    expect(inState(detail, 'contradicted')).toEqual(['about', 'conclusion']);
    expect(inState(detail, 'proven')).toContain('signature');
    const about = detail.questions.find(({ id }) => id === 'about');
    expect(about?.answer).toBe(
      'No. It speaks of a tide-1.4.0.tgz with another digest than the one that is here.',
    );
    expect(about?.evidence.map(({ value }) => value)).toEqual([
      expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    ]);
  });

  it('a changed statement: the signature is wrong, and says which of the two was changed', async () => {
    const detail = detailOf(await sampleCase('tampered-statement'));
    expect(inState(detail, 'contradicted')).toEqual(expect.arrayContaining(['signature', 'conclusion']));
    expect(detail.questions.find(({ id }) => id === 'signature')?.answer).toMatch(
      /^No\. What was signed is not what is here: /,
    );
  });

  it('somebody else: signer and conclusion are contradicted, and the package names another repository', async () => {
    const detail = detailOf(await sampleCase('wrong-identity'));
    expect(inState(detail, 'contradicted')).toEqual(
      expect.arrayContaining(['signer', 'certificate', 'source', 'conclusion']),
    );
    expect(detail.questions.find(({ id }) => id === 'certificate')?.answer).toBe(
      'No. They differ in source repository, repository id, ref, commit, workflow ref, trigger, run and attempt.',
    );
    const how = detail.questions.find(({ id }) => id === 'how');
    expect(how?.evidence[0]?.value).toBe('workflow_dispatch: somebody started it by hand');
  });

  it('undated: signature and root are proven, the time is not, and so the claim is not', async () => {
    const detail = detailOf(await sampleCase('undated'));
    expect(inState(detail, 'proven')).toEqual(expect.arrayContaining(['signature', 'root']));
    expect(detail.questions.find(({ id }) => id === 'when')).toMatchObject({
      state: 'claimed',
      word: 'undated',
    });
    expect(detail.questions.at(-1)?.state).toBe('claimed');
  });

  it('inputs that nothing pins are named', async () => {
    const inputs = detailOf(await sampleCase('release')).questions.find(({ id }) => id === 'inputs');
    expect(inputs?.answer).toBe('3 inputs, 1 of them not pinned.');
    expect(inputs?.evidence.filter(({ state }) => state === 'missing').map(({ label }) => label)).toEqual([
      'pkg:npm/pad-both@1.9.0',
    ]);
  });
});

describe('two releases of one package', () => {
  it('are held against each other: what changed is told, and what did not', async () => {
    const { comparison, questions } = detailOf(await sampleCase('two-releases'));
    expect(comparison?.name).toBe('tide-1.4.0.tgz');
    expect(comparison?.otherName).toBe('tide-1.3.0.tgz');
    expect(comparison?.rows.filter(({ status }) => status !== 'same').map(({ field }) => field)).toEqual([
      'Signer',
      'Builder',
      'Workflow',
      'Runner',
    ]);
    expect(questions.find(({ id }) => id === 'compared')?.answer).toBe(
      '4 fields changed since tide-1.3.0.tgz: signer, builder, workflow and runner.',
    );
  });

  it('there is nothing to compare where the case holds one', async () => {
    expect(detailOf(await sampleCase('release')).comparison).toBeUndefined();
  });
});

it('what a statement says is shown by field, with the place of each', async () => {
  const { says } = detailOf(await sampleCase('release'));
  expect(says.map(({ title }) => title)).toEqual([
    'Build',
    'Parameters from outside',
    'Parameters of the builder',
    'Inputs',
  ]);
  expect(says.flatMap(({ rows }) => rows).filter(({ pointer }) => !pointer.startsWith('/'))).toEqual([]);
});
