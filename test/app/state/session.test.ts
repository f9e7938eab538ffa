import { expect, it } from 'vitest';
import { Session } from '../../../src/app/state/session.svelte.ts';
import type { CaseState } from '../../../src/core/case/views.ts';
import type { CaseApi, LayoutApi } from '../../../workers/protocol.ts';
import { source, summary, trust } from '../rows.ts';

const settle = () => new Promise((resolve) => setTimeout(resolve));

/** A case that the test moves by hand: it accepts everything at once and tells its states when the test says so. */
function staged() {
  let version = 0;
  let tell: (state: CaseState) => void = () => undefined;
  const unused = () => Promise.reject(new Error('not asked in this test'));
  const api: CaseApi = {
    watch: (listener) => {
      tell = listener;
    },
    add: async () => {
      version++;
    },
    remove: unused,
    clear: async () => {
      version++;
    },
    cancel: unused,
    setPassword: unused,
    summary: async () => summary({ version }),
    sources: async () => (version === 0 ? [] : [source('s1')]),
    source: unused,
    components: unused,
    component: unused,
    trees: async () => [],
    files: unused,
    story: unused,
    file: unused,
    diagnostics: unused,
    findings: unused,
    finding: unused,
    flagged: unused,
    turnRule: unused,
    documents: async () => [],
    document: unused,
    failing: unused,
    reconciled: unused,
    scanned: unused,
    sides: async () => [],
    compare: unused,
    trust: async () => trust(),
    attestation: unused,
    provenance: unused,
    accept: unused,
    advisories: unused,
    shippedData: unused,
    advisoryIndex: unused,
    confirmCoverage: unused,
    acceptVexAuthor: unused,
    expect: unused,
    policy: unused,
    graph: unused,
    preview: unused,
    save: unused,
    report: unused,
    exported: () => Promise.resolve({ name: '', blob: new Blob() }),
  };
  const layout: LayoutApi = { layout: unused };
  return {
    connect: async () => ({ case: api, layout }),
    tell: (phase: CaseState['phase'], at = version) =>
      tell({ phase, version: at, jobs: [], waiting: 0, took: phase === 'done' ? 10 : undefined }),
  };
}

const files = [{ file: new File(['a'], 'a.txt'), path: 'a.txt' }];

it('is working from the drop on, before the case has said a word', async () => {
  const stage = staged();
  const session = new Session(stage.connect);
  expect(session.phase).toBe('empty');
  const adding = session.add(files);
  expect(session.phase).toBe('working');
  await settle();
  stage.tell('working');
  await adding;
  expect(session.phase).toBe('working');
});

it('is working while what was dropped is still being opened', async () => {
  const stage = staged();
  const session = new Session(stage.connect);
  const first = session.add(files);
  await settle();
  stage.tell('done');
  await first;
  await settle();
  let open: (opened: typeof files) => void = () => undefined;
  const second = session.add(
    new Promise<typeof files>((resolve) => {
      open = resolve;
    }),
  );
  await settle();
  expect(session.phase).toBe('working');
  open([]);
  await second;
  expect(session.phase).toBe('done');
});

it('is done only when what the page holds is what was found', async () => {
  const stage = staged();
  const session = new Session(stage.connect);
  const adding = session.add(files);
  await settle();
  stage.tell('done');
  await adding;
  await settle();
  expect(session.phase).toBe('done');
  expect(session.sources.map((row) => row.id)).toEqual(['s1']);
});

it('an old "done" that arrives late does not end a new drop', async () => {
  const stage = staged();
  const session = new Session(stage.connect);
  const first = session.add(files);
  await settle();
  stage.tell('done');
  await first;
  await settle();
  const second = session.add(files);
  await settle();
  stage.tell('done', 1);
  await settle();
  expect(session.phase).toBe('working');
  stage.tell('done', 2);
  await second;
  await settle();
  expect(session.phase).toBe('done');
});

it('what the case refuses is said, and the page goes on', async () => {
  const stage = staged();
  const session = new Session(stage.connect);
  await session.remove('s1');
  expect(session.problem).toBe('not asked in this test');
  expect(session.phase).toBe('empty');
});

it('workers that cannot be started are a sentence, not silence', async () => {
  const session = new Session(() => Promise.reject(new Error('blob workers are forbidden here')));
  await settle();
  expect(session.broken).toBe('blob workers are forbidden here');
});
