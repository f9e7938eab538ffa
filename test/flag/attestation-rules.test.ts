import { describe, expect, it } from 'vitest';
import type { CaseAttestation, CaseModel } from '../../src/core/case/model.ts';
import { findingsOf } from '../../src/core/flag/findings.ts';
import { modelOf } from './case-model.ts';

const passed: CaseAttestation = {
  source: 's1',
  carrier: 'sigstore-bundle',
  record: 0,
  mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
  predicateType: 'https://slsa.dev/provenance/v1',
  verdict: 'verified',
  about: [{ subject: 'app', digest: `sha256:${'ab'.repeat(32)}`, source: 's0' }],
  unmatched: [],
  signer: undefined,
  expected: 'met',
  trustRoot: undefined,
  time: { proven: [], claimed: [] },
  checks: [],
  statement: undefined,
};

const failing = {
  id: 'sigstore.signature',
  title: 'Signature',
  status: 'fail',
  against: 'the certificate’s key',
  detail: 'The signature is not over these bytes.',
  evidence: [],
  spec: '',
  explains: '',
  limits: '',
} as const;

const source = {
  id: 's1',
  parent: undefined,
  path: 'app.sigstore.json',
  name: 'app.sigstore.json',
  kind: 'sigstore-bundle',
  role: 'claim',
  size: 1,
  digests: {},
  ref: { file: 's1', steps: [] },
  notInspected: [],
  names: ['app.sigstore.json'],
  diagnostics: [],
  entries: 0,
  locked: 0,
  layer: undefined,
  claim: undefined,
  document: undefined,
  reference: undefined,
  advisories: undefined,
} as const;

function said(...attestations: readonly CaseAttestation[]) {
  const model: CaseModel = modelOf([], { sources: [source], attestations });
  return findingsOf(model).map(({ rule, severity, title, contradicts = false }) => ({
    rule,
    severity,
    title,
    contradicts,
  }));
}

describe('what is wrong with an attestation', () => {
  it('nothing, when it is verified and by whom is expected', () => {
    expect(said(passed, { ...passed, record: 1, expected: 'none-stated' })).toEqual([]);
  });

  it.each<[string, Partial<CaseAttestation>, string, boolean]>([
    [
      'attestation.failed',
      { verdict: 'failed', checks: [failing] },
      '"app.sigstore.json" is not what was signed.',
      true,
    ],
    [
      'attestation.says-no',
      { against: ['The verifier says FAILED.'] },
      '"app.sigstore.json" is verified, and says no.',
      true,
    ],
    [
      'attestation.unexpected-identity',
      { expected: 'unmet' },
      '"app.sigstore.json" is signed, and not by whom you expect.',
      true,
    ],
    [
      'attestation.undated',
      { verdict: 'undated' },
      '"app.sigstore.json" is signed, and nobody proves when.',
      false,
    ],
    [
      'attestation.unknown-root',
      { verdict: 'unknown-root' },
      'The signature of "app.sigstore.json" leads to no root you accept.',
      false,
    ],
    ['attestation.unsigned', { verdict: 'unsigned' }, 'Nobody signed "app.sigstore.json".', false],
  ])('%s', (rule, parts, title, contradicts) => {
    expect(said({ ...passed, ...parts })).toMatchObject([{ rule, title, contradicts }]);
  });

  it('is told once for each attestation, the worst alone, with the ids of the checks that tell it', () => {
    const worst = {
      ...passed,
      verdict: 'failed',
      expected: 'unmet',
      against: ['No.'],
      checks: [failing],
    } as const;
    expect(said(worst).map(({ rule }) => rule)).toEqual(['attestation.failed']);
    const [found] = findingsOf(modelOf([], { sources: [source], attestations: [worst] }));
    expect(found?.evidence).toEqual([
      { label: 'sigstore.signature', value: 'The signature is not over these bytes.' },
    ]);
  });

  it('is not told of what cannot be read, nor of every line of a list of digests', () => {
    expect(said({ ...passed, verdict: 'unsupported' })).toEqual([]);
    expect(said({ ...passed, verdict: 'unsigned', carrier: 'digest-list' })).toEqual([]);
  });
});
