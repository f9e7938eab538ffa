import { afterEach, describe, expect, it, vi } from 'vitest';
import { withReference } from '../../src/core/case/accept.ts';
import { carriedBy } from '../../src/core/case/digest-list.ts';
import { stateOf, trustPage } from '../../src/core/case/queries/trust.ts';
import { NO_SETTINGS } from '../../src/core/case/settings.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { buildZip } from '../fixtures/zip.ts';
import { inspectFiles } from '../inspect.ts';

const CASES = ['sigstore', 'conformance', 'bundle-verify'] as const;
const bundle = (name: string) => corpusBytes(...CASES, name, 'bundle.sigstore.json');
const artifact = () => corpusBytes(...CASES, 'a.txt');
const ARTIFACT_SHA256 = 'a0cfc71271d6e278e57cd332ff957c3f7043fdda354c4cbb190a30d56efa01bf';
const IDENTITY =
  'https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main';
const ISSUER = 'https://token.actions.githubusercontent.com';

describeCorpus('claims in a case', () => {
  afterEach(() => void vi.useRealTimers());

  it('joins a bundle and its artifact by digest, and is not proven until somebody is expected', async () => {
    const { case: loupe } = await inspectFiles([
      { name: 'b.json', bytes: bundle('happy-path-v0.3') },
      { name: 'a.txt', bytes: artifact() },
    ]);
    const [one] = loupe.model.attestations;
    expect(one).toMatchObject({ verdict: 'verified', expected: 'none-stated', about: [{ source: 'f1' }] });
    expect(one && stateOf(loupe.model, one)).toBe('claimed');

    loupe.decide({ ...NO_SETTINGS, expectations: { identity: IDENTITY, issuer: ISSUER } });
    await loupe.settled();
    const [expected] = loupe.model.attestations;
    expect(expected && stateOf(loupe.model, expected)).toBe('proven');
  });

  it('contradicts a bundle that was tampered with, and names the check', async () => {
    const { model } = await inspectFiles([
      { name: 'b.json', bytes: bundle('invalid-checkpoint-signature_fail') },
      { name: 'a.txt', bytes: artifact() },
    ]);
    const [row] = trustPage(model, 0).rows;
    expect(row).toMatchObject({ verdict: 'failed', state: 'contradicted' });
    expect(row?.failing).toContain('sigstore.tlog.checkpoint');
  });

  it('proves nothing from a kit that brings its own judges', async () => {
    const members: Record<string, Uint8Array> = {
      'a.txt': artifact(),
      'good.sigstore.json': bundle('happy-path-v0.3'),
      'custom.sigstore.json': bundle('intoto-with-custom-trust-root'),
      'trusted_root.json': corpusBytes(...CASES, 'intoto-with-custom-trust-root', 'trusted_root.json'),
      'key.pub': corpusBytes(...CASES, 'managed-key-happy-path', 'key.pub'),
      'keyed.sigstore.json': bundle('managed-key-happy-path'),
      'policy.json': new TextEncoder().encode(
        JSON.stringify({ schema: 'loupe.policy/1', identity: IDENTITY, issuer: ISSUER }),
      ),
      'not-affected.openvex.json': new TextEncoder().encode(
        JSON.stringify({ '@context': 'https://openvex.dev/ns/v0.2.0', author: 'nobody', statements: [] }),
      ),
    };
    const kit = buildZip(Object.entries(members).map(([name, content]) => ({ name, content })));
    const { model } = await inspectFiles([{ name: 'kit.zip', bytes: kit }]);
    expect(model.attestations).toHaveLength(3);
    expect(model.attestations.map((one) => stateOf(model, one))).not.toContain('proven');
    expect(model.roots.every(({ origin }) => origin === 'shipped')).toBe(true);
    expect(trustPage(model, 0)).toMatchObject({ references: [], expectations: {} });
    expect(model.attestations.find(({ trustRoot }) => trustRoot?.origin === 'given')).toBeUndefined();
  });

  it('lets a dropped root count only after it was accepted, and names it then', async () => {
    const { case: loupe } = await inspectFiles([
      { name: 'b.json', bytes: bundle('intoto-with-custom-trust-root') },
      {
        name: 'root.json',
        bytes: corpusBytes(...CASES, 'intoto-with-custom-trust-root', 'trusted_root.json'),
      },
    ]);
    expect(loupe.model.attestations[0]?.verdict).not.toBe('verified');

    const source = loupe.model.sources.find(({ reference }) => reference !== undefined);
    if (source === undefined) throw new Error('the root was not read as a reference');
    const accepted = await withReference(loupe.settings, source, true);
    if (!accepted.ok) throw new Error(accepted.error.message);
    loupe.decide(accepted.value);
    await loupe.settled();
    expect(loupe.model.attestations[0]).toMatchObject({
      verdict: 'verified',
      trustRoot: { origin: 'given', name: 'root.json' },
    });

    const taken = await withReference(loupe.settings, source, false);
    loupe.decide(taken.ok ? taken.value : NO_SETTINGS);
    await loupe.settled();
    expect(loupe.model.attestations[0]?.verdict).not.toBe('verified');
  });

  it('shows each line of a list of digests as a claim that nobody signed', async () => {
    const list = `${'0'.repeat(64)}  other.bin\n${ARTIFACT_SHA256}  a.txt\n`;
    const { model } = await inspectFiles([
      { name: 'SHA256SUMS', bytes: new TextEncoder().encode(list) },
      { name: 'a.txt', bytes: artifact() },
    ]);
    expect(
      model.attestations.map(({ verdict, record, about }) => ({ verdict, record, about: about.length })),
    ).toEqual([
      { verdict: 'unsigned', record: 1, about: 0 },
      { verdict: 'unsigned', record: 2, about: 1 },
    ]);
    expect(model.attestations.map((one) => stateOf(model, one))).toEqual(['claimed', 'claimed']);
  });

  it.each([
    ['payload.txt.minisig', 'minisign.pub'],
    ['payload.txt.signify.sig', 'signify.pub'],
    ['payload.txt.ed25519.sshsig', 'ssh_ed25519.pub'],
    ['payload.txt.ecdsa.sshsig', 'ssh_ecdsa.pub'],
    ['payload.txt.rsa.sshsig', 'ssh_rsa.pub'],
  ])('verifies %s by the dropped key %s once it is accepted', async (signature, key) => {
    const file = (name: string) => ({ name, bytes: corpusBytes('provenance', 'other-signatures', name) });
    const { case: loupe } = await inspectFiles([
      file(signature),
      file('payload.txt'),
      file('payload-tampered.txt'),
      file(key),
    ]);
    expect(loupe.model.attestations[0]?.verdict).not.toBe('verified');
    const source = loupe.model.sources.find(({ reference }) => reference !== undefined);
    if (source === undefined) throw new Error('the key was not read as a reference');
    const accepted = await withReference(loupe.settings, source, true);
    loupe.decide(accepted.ok ? accepted.value : NO_SETTINGS);
    await loupe.settled();
    const [one] = loupe.model.attestations;
    expect(one?.verdict).toBe('verified');
    const about = one?.about.map((row) => loupe.model.sources.find(({ id }) => id === row.source)?.name);
    expect(about).toEqual(['payload.txt']);
  });

  it('gives the same verdicts with the clock ten years off', async () => {
    const files = [
      { name: 'b.json', bytes: bundle('happy-path-v0.3') },
      { name: 'a.txt', bytes: artifact() },
    ];
    const today = (await inspectFiles(files)).report();
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2036-11-23T00:00:00Z') });
    const later = (await inspectFiles(files)).report();
    expect(later).toEqual(today);
    expect(today.attestations.map(({ verdict }) => verdict)).toEqual(['verified']);
  });
});

describe('a signature over a list of digests', () => {
  it('carries to the files in the list, as a path of two links', () => {
    const base = {
      mediaType: '',
      predicateType: undefined,
      unmatched: [],
      signer: undefined,
      expected: 'none-stated',
      trustRoot: undefined,
      time: { proven: [], claimed: [] },
      checks: [],
      statement: undefined,
      record: 1,
    } as const;
    const listed = { subject: 'x', digest: 'sha256:1', source: 'x' };
    const direct = { subject: '', digest: 'sha256:2', source: 'list' };
    const [list, signed] = carriedBy([
      { ...base, source: 'list', carrier: 'digest-list', verdict: 'unsigned' as const, about: [listed] },
      { ...base, source: 'sig', carrier: 'sigstore-bundle', verdict: 'verified' as const, about: [direct] },
    ]);
    expect(list?.about).toEqual([listed]);
    expect(signed?.about).toEqual([direct, { ...listed, via: 'list' }]);
  });
});
