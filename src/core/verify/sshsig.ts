import type { SshSignature } from '../attest/envelope.ts';
import { SshWire } from '../attest/ssh-wire.ts';
import { type Bytes, concatBytes, encodeUtf8, fromHex } from '../base/bytes.ts';
import { TAG } from './der.ts';
import { encodeDer, encodeUnsigned } from './der-write.ts';
import type { Outcome, Run } from './outcome.ts';
import { verifyOverFile } from './over-file.ts';
import { keyTitle, type PublicKey } from './public-key.ts';
import type { Scheme } from './signature-verifier.ts';
import { readSshPublicKey } from './ssh-key.ts';

/**
 * OpenSSH PROTOCOL.sshsig: over the hash of the file, under a namespace. The key in the blob names itself; it counts only
 * when it is one of the accepted keys.
 */
export async function verifySshSignature(run: Run, content: SshSignature): Promise<Outcome> {
  const held = readSshPublicKey(content.publicKey);
  const own = held.ok ? held.value : undefined;
  const key = run.keys.find(
    (accepted) => accepted.keyId === undefined && accepted.key.sha256 === own?.sha256,
  );
  const signing = own === undefined ? undefined : signatureOf(content, own);
  return verifyOverFile(run, {
    id: 'sshsig.signature',
    hint: own === undefined ? '' : `sha256:${own.sha256}`,
    key,
    evidence: [
      { label: 'Namespace', value: content.namespace },
      { label: 'Key', value: own === undefined ? 'cannot be read' : `${keyTitle(own)} sha256:${own.sha256}` },
      { label: 'Hash', value: content.hash },
    ],
    over: async ({ digests }) => {
      const digest = fromHex(digests[content.hash] ?? '');
      if (digest === undefined || digest.length === 0) return undefined;
      // A namespace that is empty is none (PROTOCOL.sshsig).
      if (own === undefined || signing === undefined || content.namespace === '') return false;
      return run.verifier.verify(own, signing.scheme, signing.signature, signedData(content, digest));
    },
  });
}

/** PROTOCOL.sshsig, "Signed Data, of which the signature goes into the blob above". */
function signedData({ namespace, reserved, hash }: SshSignature, digest: Uint8Array): Bytes {
  return concatBytes([
    encodeUtf8('SSHSIG'),
    ...[encodeUtf8(namespace), reserved, encodeUtf8(hash), digest].flatMap((part) => [
      uint32(part.length),
      part,
    ]),
  ]);
}

function uint32(value: number): Bytes {
  return Uint8Array.of(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}

const CURVE_HASH = { 'P-256': 'sha256', 'P-384': 'sha384', 'P-521': 'sha512' } as const;

/** The signature in the encoding the verifier takes (RFC 5656 §3.1.2, RFC 8332 §3, RFC 8709 §6); SHA-1 is not taken. */
function signatureOf(
  content: SshSignature,
  key: PublicKey,
): { scheme: Scheme; signature: Bytes } | undefined {
  const { algorithm, signature } = content;
  if (key.kind === 'ed25519' && algorithm === 'ssh-ed25519')
    return { scheme: { name: 'ed25519' }, signature };
  if (key.kind === 'rsa' && (algorithm === 'rsa-sha2-256' || algorithm === 'rsa-sha2-512')) {
    return {
      scheme: { name: 'rsa-pkcs1', hash: algorithm === 'rsa-sha2-256' ? 'sha256' : 'sha512' },
      signature,
    };
  }
  if (key.kind === 'ec' && algorithm === `ecdsa-sha2-nistp${key.curve.slice(2)}`) {
    const wire = new SshWire(signature);
    const [r, s] = [wire.string(), wire.string()];
    if (wire.failed || !wire.done || [r, s].some((part) => part.length === 0 || (part[0] ?? 0) >= 0x80))
      return undefined;
    const der = encodeDer(TAG.sequence, encodeUnsigned(r), encodeUnsigned(s));
    return { scheme: { name: 'ecdsa', hash: CURVE_HASH[key.curve] }, signature: der };
  }
  return undefined;
}
