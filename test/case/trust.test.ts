import { describe, expect, it } from 'vitest';
import { encodeUtf8, toHex } from '../../src/core/base/bytes.ts';
import { withReference } from '../../src/core/case/accept.ts';
import type { Case } from '../../src/core/case/case.ts';
import { attestationDetail } from '../../src/core/case/queries/attestation-detail.ts';
import { sourceRows } from '../../src/core/case/queries/sources.ts';
import { trustPage } from '../../src/core/case/queries/trust.ts';
import type { Settings } from '../../src/core/case/settings.ts';
import { hash } from '../../src/core/verify/hash.ts';
import { ARTIFACT, IDENTITY, ISSUER, makeBundle, trustedRootJson } from '../fixtures/sigstore.ts';
import { buildZip } from '../fixtures/zip.ts';
import { inspectFiles } from '../inspect.ts';

const json = (value: unknown) => encodeUtf8(JSON.stringify(value));
const ROOT = json(trustedRootJson());
const files = (bundle: unknown = makeBundle()) => [
  { name: 'artifact.txt', bytes: ARTIFACT },
  { name: 'bundle.sigstore.json', bytes: json(bundle) },
  { name: 'trusted_root.json', bytes: ROOT },
];

/** The user accepts the dropped root. */
async function acceptRoot(loupe: Case, expectations = {}): Promise<void> {
  const root = { as: 'root' as const, name: 'trusted_root.json', bytes: ROOT };
  const sha256 = toHex(hash('sha256', ROOT));
  loupe.decide({ ...loupe.settings, references: [{ ...root, sha256 }], expectations });
  await loupe.settled();
}

function detailOf(loupe: Case) {
  const [row] = trustPage(loupe.model, 1).rows;
  const detail = row === undefined ? undefined : attestationDetail(loupe.model, row.id);
  if (detail === undefined) throw new Error('no claim was found');
  return detail;
}

const outside = (loupe: Case) =>
  detailOf(loupe)
    .checks.filter((check) => check.outside)
    .map(({ id }) => id);

describe('what the Trust view is told', () => {
  it('a root that was dropped and not accepted makes nothing proven, though checks pass', async () => {
    const { case: loupe } = await inspectFiles(files());
    const page = trustPage(loupe.model, 1);
    expect(page.rows[0]?.verdict).toBe('unknown-root');
    expect(page.references).toMatchObject([{ as: 'root', accepted: false, refused: undefined }]);
    expect(detailOf(loupe).checks.filter(({ status }) => status === 'pass').length).toBeGreaterThan(3);
    expect(outside(loupe)).toEqual([]);
  });

  it('under the accepted root the signature is proven, and the claim only once its signer is expected', async () => {
    const { case: loupe } = await inspectFiles(files());
    await acceptRoot(loupe);
    const [row] = trustPage(loupe.model, 1).rows;
    expect(row).toMatchObject({ verdict: 'verified', expected: 'none-stated', state: 'claimed' });
    expect(row?.sentence).toBe(
      'Signed by release.yml@refs/tags/v1.2.0 of org/repo, via GitHub Actions, at 2024-05-01 12:00 UTC, over exactly artifact.txt. You have not said whom you expect.',
    );
    expect(outside(loupe)).toContain('sigstore.signature');
    expect(outside(loupe)).not.toContain('sigstore.form');
    expect(outside(loupe)).not.toContain('expected.signer');

    await acceptRoot(loupe, { identity: IDENTITY, issuer: ISSUER });
    expect(trustPage(loupe.model, 1).rows[0]).toMatchObject({ expected: 'met', state: 'proven' });
    expect(outside(loupe)).toContain('expected.signer');
    const claim = sourceRows(loupe.model).find(({ name }) => name === 'bundle.sigstore.json');
    expect(claim?.state).toBe('proven');
  });

  it('of a statement whose signature fails, neither signature nor artifact is green', async () => {
    const bundle = makeBundle();
    const signature = Buffer.from(bundle.dsseEnvelope.signatures[0].sig, 'base64');
    signature[signature.length - 1] = (signature.at(-1) ?? 0) ^ 1;
    bundle.dsseEnvelope.signatures[0].sig = signature.toString('base64');
    const { case: loupe } = await inspectFiles(files(bundle));
    await acceptRoot(loupe, { identity: IDENTITY, issuer: ISSUER });
    const { row } = detailOf(loupe);
    expect(row).toMatchObject({ verdict: 'failed', state: 'contradicted' });
    expect(row.failing).toContain('sigstore.signature');
    for (const id of ['sigstore.signature', 'sigstore.artifact', 'statement.form', 'expected.signer'])
      expect(outside(loupe), id).not.toContain(id);
  });

  it('an inclusion proof counts from outside only under a checkpoint that the log signed', async () => {
    const bundle = makeBundle();
    const [entry] = bundle.verificationMaterial.tlogEntries;
    const { envelope } = entry.inclusionProof.checkpoint;
    entry.inclusionProof.checkpoint.envelope = envelope.replace(
      /(— \S+ .{30})(.)/,
      (_: string, before: string, one: string) => `${before}${one === 'A' ? 'B' : 'A'}`,
    );
    const { case: loupe } = await inspectFiles(files(bundle));
    await acceptRoot(loupe);
    expect(outside(loupe)).toContain('sigstore.certificate.chain');
    expect(outside(loupe)).not.toContain('sigstore.tlog.inclusion');
  });

  it('raw certificate, envelope, payload, entry and checkpoint can be read', async () => {
    const { case: loupe } = await inspectFiles(files());
    const titles = detailOf(loupe).raw.map(({ title }) => title);
    expect(titles).toEqual([
      'Signing certificate',
      'Envelope (DSSE)',
      'Signed payload, application/vnd.in-toto+json',
      'Log entry 1, dsse 0.0.1',
      'Checkpoint of log entry 1',
    ]);
  });

  it('a policy that was never used takes nothing away when it leaves', async () => {
    const policy = { schema: 'loupe.policy/1', identity: 'someone else', issuer: ISSUER };
    const { case: loupe } = await inspectFiles([
      ...files(),
      { name: 'loupe-policy.json', bytes: json(policy) },
    ]);
    await acceptRoot(loupe, { identity: IDENTITY, issuer: ISSUER });
    const dropped = loupe.model.sources.find(({ name }) => name === 'loupe-policy.json');
    if (dropped === undefined) throw new Error('the policy was not found');
    const decided = async (settings: Settings, accepted: boolean): Promise<Settings> => {
      const next = await withReference(settings, dropped, accepted);
      return next.ok ? next.value : settings;
    };
    expect((await decided(loupe.settings, false)).expectations).toEqual({
      identity: IDENTITY,
      issuer: ISSUER,
    });
    const used = await decided(loupe.settings, true);
    expect(used.expectations).toEqual({ identity: 'someone else', issuer: ISSUER });
    expect((await decided(used, false)).expectations).toEqual({});
  });

  it('a file inside an archive is not called the archive', async () => {
    const [artifact, ...others] = files();
    const { case: loupe } = await inspectFiles([
      { name: 'kit.zip', bytes: buildZip([{ name: 'artifact.txt', content: artifact?.bytes ?? '' }]) },
      ...others,
    ]);
    await acceptRoot(loupe);
    const [row] = trustPage(loupe.model, 1).rows;
    expect(row?.about.map(({ name }) => name)).toEqual(['a part of kit.zip']);
    expect(row?.sentence).toContain('over exactly a part of kit.zip.');
  });
});
