import { envelope } from '../envelope.ts';
import type { TextCarrier, TextFile } from './types.ts';

/** OpenPGP signatures are recognized by name and not checked. */
export const openpgp: TextCarrier = {
  id: 'openpgp',
  title: 'OpenPGP signature (not yet supported)',
  spec: 'RFC 9580',
  recognizes: (file) =>
    /^-----BEGIN PGP (?:SIGNATURE|SIGNED MESSAGE)-----/m.test(head(file)) || isBinary(file),
  read: () => ({
    envelopes: [envelope({ carrier: 'openpgp', content: { form: 'unsupported', what: 'OpenPGP' } })],
    digests: [],
    faults: [],
  }),
};

function head({ text }: TextFile): string {
  return text?.slice(0, 4096) ?? '';
}

/** A signature packet (type 2) of version 3, 4 or 6 at the start (RFC 9580 §4.2, §5.2). */
function isBinary({ name, bytes }: TextFile): boolean {
  if (!/\.(?:sig|gpg|pgp|asc)$/i.test(name)) return false;
  const tag = bytes[0] ?? 0;
  const oldLengths: Readonly<Record<number, number>> = { 136: 1, 137: 2, 138: 4 };
  const length = tag === 0xc2 ? ((bytes[1] ?? 0) < 192 ? 1 : (bytes[1] ?? 0) < 224 ? 2 : 5) : oldLengths[tag];
  return length !== undefined && [3, 4, 6].includes(bytes[1 + length] ?? 0);
}
