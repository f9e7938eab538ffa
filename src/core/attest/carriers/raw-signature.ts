import { fromBase64 } from '../../base/base64.ts';
import type { Bytes } from '../../base/bytes.ts';
import { envelope } from '../envelope.ts';
import type { TextCarrier, TextFile } from './types.ts';

/** `FILE.sig` of `cosign sign-blob` and the like: a bare signature, in base64 or DER. What it is over lies elsewhere. */
export const rawSignature: TextCarrier = {
  id: 'raw-signature',
  title: 'Bare signature',
  spec: 'cosign sign-blob --output-signature',
  recognizes: (file) => signature(file) !== undefined,
  read: (file) => {
    const bytes = signature(file);
    const content =
      bytes === undefined
        ? undefined
        : ({ form: 'message', signature: bytes, digest: undefined, payload: undefined } as const);
    return { envelopes: [envelope({ carrier: 'raw-signature', content })], digests: [], faults: [] };
  },
};

function signature({ name, bytes, text }: TextFile): Bytes | undefined {
  if (!/\.(?:sig|sig\.b64|signature)$/i.test(name) || bytes.length > 4096) return undefined;
  const decoded = text === undefined ? undefined : fromBase64(text.trim());
  if (decoded !== undefined && decoded.length >= 64) return decoded;
  // A DER ECDSA signature: SEQUENCE of the length that follows.
  return bytes[0] === 0x30 && bytes[1] === bytes.length - 2 ? bytes : undefined;
}
