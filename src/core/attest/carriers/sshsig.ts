import { type Bytes, decodeLatin1 } from '../../base/bytes.ts';
import { fault } from '../../base/result.ts';
import { envelope, type SshSignature } from '../envelope.ts';
import { readPem } from '../pem.ts';
import { SshWire } from '../ssh-wire.ts';
import type { TextCarrier } from './types.ts';

/** `ssh-keygen -Y sign`: an armored blob that holds key, namespace, hash and signature. */
export const sshsig: TextCarrier = {
  id: 'sshsig',
  title: 'SSH signature',
  spec: 'OpenSSH PROTOCOL.sshsig',
  recognizes: ({ text }) => text?.startsWith('-----BEGIN SSH SIGNATURE-----') === true,
  read: ({ text }) => {
    const blocks = readPem(text ?? '').blocks.filter((block) => block.label === 'SSH SIGNATURE');
    const der = blocks.length === 1 ? blocks[0]?.der : undefined;
    const content = der === undefined ? undefined : readBlob(der);
    const faults =
      content === undefined
        ? [fault('attest.malformed', 'error', 'The SSH signature is not one armored blob of version 1.')]
        : [];
    return { envelopes: [envelope({ carrier: 'sshsig', content, faults })], digests: [], faults: [] };
  },
};

function readBlob(bytes: Bytes): SshSignature | undefined {
  const wire = new SshWire(bytes);
  const magic = decodeLatin1(wire.raw(6));
  const version = wire.uint32();
  const publicKey = wire.string();
  const namespace = wire.text();
  const reserved = wire.string();
  const hash = wire.text();
  const inner = new SshWire(wire.string());
  const algorithm = inner.text();
  const signature = inner.string();
  if (magic !== 'SSHSIG' || version !== 1 || wire.failed || !wire.done || inner.failed || !inner.done)
    return undefined;
  if (hash !== 'sha256' && hash !== 'sha512') return undefined;
  return { form: 'sshsig', publicKey, namespace, reserved, hash, algorithm, signature };
}
