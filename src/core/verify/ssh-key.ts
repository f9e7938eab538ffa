import { SshWire } from '../attest/ssh-wire.ts';
import { err, fault, type Result } from '../base/result.ts';
import { type Curve, ecKey, ed25519Key, type PublicKey, rsaKey } from './public-key.ts';

const CURVES: ReadonlyMap<string, Curve> = new Map([
  ['nistp256', 'P-256'],
  ['nistp384', 'P-384'],
  ['nistp521', 'P-521'],
]);

/** Reads a public key in SSH wire format (RFC 4253 §6.6, RFC 5656 §3.1, RFC 8709 §4). */
export function readSshPublicKey(blob: Uint8Array): Result<PublicKey> {
  const wire = new SshWire(blob);
  const type = wire.text();
  if (type === 'ssh-ed25519') {
    const point = wire.string();
    if (!wire.failed && wire.done) return ed25519Key(point);
  } else if (type === 'ssh-rsa') {
    const exponent = wire.string();
    const modulus = wire.string();
    if (!wire.failed && wire.done) return rsaKey(modulus, exponent);
  } else if (type.startsWith('ecdsa-sha2-')) {
    const name = wire.text();
    const point = wire.string();
    const curve = CURVES.get(name);
    if (!wire.failed && wire.done && curve !== undefined && type === `ecdsa-sha2-${name}`)
      return ecKey(curve, point);
  }
  return err(
    fault(
      'key.value',
      'error',
      `The SSH public key${type === '' ? '' : ` of type "${type}"`} cannot be read.`,
    ),
  );
}
