import { fromBase64 } from '../../base/base64.ts';
import { toHex } from '../../base/bytes.ts';
import { fault } from '../../base/result.ts';
import { envelope } from '../envelope.ts';
import type { TextCarrier } from './types.ts';

/** OpenBSD's `FILE.sig`: a comment and one line of base64. */
export const signify: TextCarrier = {
  id: 'signify',
  title: 'signify signature',
  spec: 'OpenBSD signify(1)',
  // A public key looks the same and is shorter.
  recognizes: ({ text }) =>
    text?.startsWith('untrusted comment:') === true && lines(text).bytes?.length !== 42,
  read: ({ text }) => {
    const { bytes: signed, rest } = lines(text ?? '');
    const known =
      signed?.length === 74 && signed[0] === 0x45 && signed[1] === 0x64 && rest.every((line) => line === '');
    if (signed === undefined || !known) {
      const found = fault(
        'attest.malformed',
        'error',
        'The signify signature is not a comment and one line of base64.',
      );
      return { envelopes: [envelope({ carrier: 'signify', faults: [found] })], digests: [], faults: [] };
    }
    const content = {
      form: 'signify',
      keyId: toHex(signed.subarray(2, 10)),
      signature: signed.slice(10),
    } as const;
    return { envelopes: [envelope({ carrier: 'signify', content })], digests: [], faults: [] };
  },
};

function lines(text: string) {
  const [, first, ...rest] = text.replaceAll('\r\n', '\n').split('\n');
  return { bytes: fromBase64(first ?? ''), rest };
}
