import type { Base64Alphabet } from '../base/base64.ts';
import { type Bytes, concatBytes, encodeUtf8 } from '../base/bytes.ts';
import { type Limits, limitFault } from '../base/limits.ts';
import type { JsonFields } from './json-fields.ts';

/** A DSSE envelope (secure-systems-lab/dsse, envelope.md). `keyid` is a hint that no signature covers. */
export interface Dsse {
  readonly payloadType: string;
  readonly payload: Bytes;
  readonly signatures: readonly DsseSignature[];
}

export interface DsseSignature {
  readonly sig: Bytes;
  readonly keyid: string;
  /** PEM certificate beside the signature, as some signers add it. */
  readonly certificate: string | undefined;
}

/**
 * Pre-authentication encoding: what a DSSE signature is over (dsse protocol.md). Lengths count bytes of UTF-8.
 */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Bytes {
  const type = encodeUtf8(payloadType);
  return concatBytes([
    encodeUtf8(`DSSEv1 ${type.length} `),
    type,
    encodeUtf8(` ${payload.length} `),
    payload,
  ]);
}

/**
 * Reads an envelope; `undefined` when payload type, payload or the list of signatures cannot be read. A signature that
 * cannot be read is a fault and left out.
 */
export function readDsse(
  fields: JsonFields,
  limits: Limits,
  alphabets: readonly Base64Alphabet[] = ['standard', 'url'],
): Dsse | undefined {
  const payloadType = fields.text('payloadType');
  const text = fields.raw('payload');
  if (typeof text === 'string' && text.length > (limits.signedPayload * 4) / 3) {
    return fields.note(
      limitFault('signedPayload', limits, 'The payload is too large.', {
        entry: fields.at('payload'),
        kept: 'nothing',
      }),
    );
  }
  // An empty payload is a payload: the signature over it may hold.
  const payload = text === '' ? new Uint8Array(0) : fields.bytes('payload', alphabets);
  if (!fields.has('signatures')) fields.refuse('is missing', 'signatures');
  const count = fields.list('signatures').length;
  if (count > limits.attestationItems) {
    return fields.note(
      limitFault('attestationItems', limits, `The envelope has ${count} signatures.`, {
        entry: fields.at('signatures'),
        kept: 'nothing',
      }),
    );
  }
  const signatures: DsseSignature[] = [];
  for (const item of fields.objects('signatures')) {
    const sig = item.bytes('sig', alphabets);
    const keyid = item.optionalText('keyid') ?? '';
    const certificate = item.optionalText('cert');
    if (sig !== undefined) signatures.push({ sig, keyid, certificate });
  }
  if (payloadType === undefined || payload === undefined) return undefined;
  return { payloadType, payload, signatures };
}
