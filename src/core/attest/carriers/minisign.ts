import { fromBase64 } from '../../base/base64.ts';
import { toHex } from '../../base/bytes.ts';
import { fault } from '../../base/result.ts';
import { envelope, type Minisign } from '../envelope.ts';
import type { TextCarrier } from './types.ts';

const TRUSTED = 'trusted comment: ';

/** `FILE.minisig`: four lines. */
export const minisign: TextCarrier = {
  id: 'minisign',
  title: 'minisign signature',
  spec: 'jedisct1/minisign, "Signature format"',
  recognizes: ({ text }) =>
    text?.startsWith('untrusted comment:') === true && /^trusted comment: /m.test(text.slice(0, 4096)),
  read: ({ text }) => {
    const content = readMinisign(text ?? '');
    const faults =
      content === undefined
        ? [
            fault(
              'attest.malformed',
              'error',
              'The minisign signature is not four lines as the format has them.',
            ),
          ]
        : [];
    return { envelopes: [envelope({ carrier: 'minisign', content, faults })], digests: [], faults: [] };
  },
};

function readMinisign(text: string): Minisign | undefined {
  const [untrusted, first, comment, second, ...rest] = text.replaceAll('\r\n', '\n').split('\n');
  const signed = fromBase64(first ?? '');
  const globalSignature = fromBase64(second ?? '');
  if (untrusted === undefined || comment === undefined || rest.some((line) => line !== '')) return undefined;
  if (signed?.length !== 74 || globalSignature?.length !== 64 || !comment.startsWith(TRUSTED))
    return undefined;
  const algorithm = String.fromCharCode(signed[0] ?? 0, signed[1] ?? 0);
  if (algorithm !== 'ED' && algorithm !== 'Ed') return undefined;
  return {
    form: 'minisign',
    prehashed: algorithm === 'ED',
    keyId: toHex(signed.subarray(2, 10)),
    signature: signed.slice(10),
    trustedComment: comment.slice(TRUSTED.length),
    globalSignature,
  };
}
