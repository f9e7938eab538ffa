import { describe, expect, test } from 'vitest';
import { decodeUtf8, encodeUtf8 } from '../../src/core/base/bytes.ts';
import { verifyAttestation } from '../../src/core/verify/attestation.ts';
import type { VerifyOptions } from '../../src/core/verify/options.ts';
import type { TrustedKey } from '../../src/core/verify/trust-root.ts';
import { readTrustedKeys } from '../../src/core/verify/trusted-key.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { artifactByDigest, artifactOf, carried } from '../fixtures/attestation.ts';

const file = (name: string) => corpusBytes('provenance', 'other-signatures', name);

function keysOf(name: string): readonly TrustedKey[] {
  const read = readTrustedKeys(file(name), { name, origin: 'given' });
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

async function verify(
  signature: string,
  artifact: string,
  keys: readonly TrustedKey[],
  options: Partial<VerifyOptions> = {},
) {
  const [envelope] = carried(file(signature), signature).envelopes;
  if (envelope === undefined) throw new Error('no envelope');
  return verifyAttestation(envelope, {
    artifacts: [artifactOf(file(artifact), artifact)],
    named: true,
    roots: [],
    keys,
    expectations: { key: true },
    ...options,
  });
}

describeCorpus('signatures over files', () => {
  describe.each([
    ['payload.txt.minisig', 'minisign.pub', 'minisign.signature'],
    ['payload.txt.legacy.minisig', 'minisign.pub', 'minisign.signature'],
    ['payload.txt.signify.sig', 'signify.pub', 'signify.signature'],
    ['payload.txt.ed25519.sshsig', 'ssh_ed25519.pub', 'sshsig.signature'],
    ['payload.txt.rsa.sshsig', 'ssh_rsa.pub', 'sshsig.signature'],
    ['payload.txt.ecdsa.sshsig', 'ssh_ecdsa.pub', 'sshsig.signature'],
  ])('%s', (signature, key, check) => {
    test('holds over its file with its key', async () => {
      const result = await verify(signature, 'payload.txt', keysOf(key));
      expect(result.verdict).toBe('verified');
      expect(result.expected).toBe('met');
      expect(result.about).toMatchObject([{ source: 'payload.txt' }]);
      expect(result.checks.find(({ id }) => id === check)?.detail).toBe(
        'The signature is over exactly "payload.txt".',
      );
    });

    test('does not hold over the tampered file', async () => {
      const result = await verify(signature, 'payload-tampered.txt', keysOf(key));
      expect(result.verdict).toBe('failed');
      expect(result.about).toEqual([]);
      expect(result.checks.find(({ id }) => id === check)?.status).toBe('fail');
    });

    test('without its key, or with another, nobody known signed it', async () => {
      for (const keys of [[], keysOf('cosign-like.pub')]) {
        expect((await verify(signature, 'payload.txt', keys)).verdict).toBe('unknown-root');
      }
    });

    test('among files it is not over, it is not wrong', async () => {
      const artifacts = [artifactOf(file('payload-tampered.txt'), 'another')];
      const result = await verify(signature, 'payload.txt', keysOf(key), { artifacts, named: false });
      expect(result.verdict).toBe('unsupported');
    });

    test('a byte of it changed: not verified', async () => {
      const text = decodeUtf8(file(signature)) ?? '';
      for (let i = 0; i < text.length; i += 7) {
        const other = text[i] === 'A' ? 'B' : 'A';
        const bytes = encodeUtf8(text.slice(0, i) + other + text.slice(i + 1));
        let envelopes: ReturnType<typeof carried>['envelopes'] = [];
        try {
          envelopes = carried(bytes, signature).envelopes;
        } catch {
          continue;
        }
        const [envelope] = envelopes;
        if (envelope === undefined) continue;
        const result = await verifyAttestation(envelope, {
          artifacts: [artifactOf(file('payload.txt'))],
          named: true,
          roots: [],
          keys: keysOf(key),
        });
        const untrusted = text.slice(0, i).split('\n').length === 1 && text.startsWith('untrusted comment');
        if (!untrusted) expect(result.verdict, `byte ${i}`).not.toBe('verified');
      }
    });
  });

  test('minisign: the trusted comment is signed, and shown', async () => {
    const result = await verify('payload.txt.legacy.minisig', 'payload.txt', keysOf('minisign.pub'));
    expect(result.checks.find(({ id }) => id === 'minisign.signature')?.evidence).toContainEqual({
      label: 'Trusted comment',
      value: 'timestamp:1795408901\tfile:payload.txt',
    });
  });

  test('SSHSIG needs only the digest of its hash', async () => {
    const bytes = file('payload.txt');
    const byDigest = { ...artifactByDigest(bytes), digests: artifactOf(bytes).digests };
    const result = await verify('payload.txt.ed25519.sshsig', 'payload.txt', keysOf('ssh_ed25519.pub'), {
      artifacts: [byDigest],
    });
    expect(result.verdict).toBe('verified');
  });

  test('a bare signature: by a given key over the file it signs, and over no other', async () => {
    const good = await verify('simplesigning.sig.b64', 'simplesigning.json', keysOf('cosign-like.pub'));
    expect(good.verdict).toBe('verified');
    expect(good.signer).toMatchObject({ kind: 'key', origin: 'given' });
    expect((await verify('simplesigning.sig.b64', 'payload.txt', keysOf('cosign-like.pub'))).verdict).toBe(
      'failed',
    );
    expect((await verify('simplesigning.sig.b64', 'simplesigning.json', [])).verdict).toBe('unknown-root');
  });

  test.each([
    'payload.txt.ed25519.asc',
    'payload.txt.rsa3072.sig',
    'payload.ed25519.clearsigned',
    'debian-bookworm-updates.InRelease',
  ])('%s is OpenPGP, and says that it cannot be checked', async (name) => {
    const result = await verify(name, 'payload.txt', keysOf('minisign.pub'));
    expect(result.verdict).toBe('unsupported');
    expect(result.checks[0]?.detail).toBe('OpenPGP signatures are recognized and cannot be checked yet.');
  });
});
