import { fromBase64 } from '../../base/base64.ts';
import { decodeUtf8 } from '../../base/bytes.ts';
import { readHexHash, readPemVerifier } from './fields.ts';
import type { EntryKind } from './types.ts';

/** Rekor v1, the first kind for envelopes: it records the digest of the whole envelope and not the signature by itself. */
export const intoto001: EntryKind = {
  id: 'intoto/0.0.1',
  spec: 'sigstore/rekor, intoto_v0_0_1_schema.json',
  content: ['dsse'],
  read(spec) {
    const content = spec.object('content');
    const envelope = readHexHash(content?.object('hash'), 'envelope');
    const stated = content?.optionalObject('payloadHash');
    const payload = stated === undefined ? undefined : readHexHash(stated, 'payload');
    const verifier = readPemVerifier(spec, 'publicKey');
    if (envelope === undefined || verifier === undefined) return undefined;
    const digests = payload === undefined ? [envelope] : [envelope, payload];
    return { signature: undefined, verifier, digests, payloadType: undefined };
  },
};

/** Rekor v1: payload digest, payload type and signature. The signature is base64 of its base64. */
export const intoto002: EntryKind = {
  id: 'intoto/0.0.2',
  spec: 'sigstore/rekor, intoto_v0_0_2_schema.json',
  content: ['dsse'],
  read(spec) {
    const content = spec.object('content');
    const envelope = content?.object('envelope');
    const payloadType = envelope?.text('payloadType');
    const signatures = envelope?.objects('signatures') ?? [];
    const [first] = signatures;
    if (first === undefined || signatures.length > 1)
      return spec.refuse('has not exactly one signature', 'content');
    const inner = first.bytes('sig');
    const signature = inner === undefined ? undefined : fromBase64(decodeUtf8(inner) ?? '');
    if (inner !== undefined && signature === undefined) first.refuse('is not base64 of base64', 'sig');
    const verifier = readPemVerifier(first, 'publicKey');
    const payload = readHexHash(content?.object('payloadHash'), 'payload');
    if (
      signature === undefined ||
      verifier === undefined ||
      payload === undefined ||
      payloadType === undefined
    ) {
      return undefined;
    }
    return { signature, verifier, digests: [payload], payloadType };
  },
};
