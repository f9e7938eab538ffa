import canonicalize from 'canonicalize';
import { fromBase64 } from '../base/base64.ts';
import { type Bytes, encodeUtf8, type Hex } from '../base/bytes.ts';
import { isJsonObject, type JsonObject, own, ownList, ownText, pointerSegment } from '../base/json-shape.ts';
import { HASH_LENGTH, type Hash, hash } from './hash.ts';
import { keyTitle, type PublicKey } from './public-key.ts';
import { portableVerifier, type Scheme, verifyPortably } from './signature-verifier.ts';
import { jwkKey } from './trusted-key.ts';
import { readCertificate } from './x509.ts';

/**
 * One signature of a document in the JSON Signature Format (JSF 0.82), as far as the document alone tells. A key that
 * it brings itself is vouched for by nobody.
 */
export interface SignedPart {
  /** JSON pointer to the signature: `/signature`, `/components/0/signature`, `/signature/signers/1`. */
  readonly pointer: string;
  /** JSON pointer to the object that is signed; empty for the whole document. */
  readonly over: string;
  readonly algorithm: string;
  readonly keyId: string | undefined;
  /** Names of properties that the signature does not cover, by its own word. */
  readonly excludes: readonly string[];
  /** The key that the document brings: SHA-256 of its SubjectPublicKeyInfo. */
  readonly key: Hex | undefined;
  /** `P-256`, `RSA 3072`. */
  readonly keyTitle: string | undefined;
  /** `keyless`: the document brings no key, and `unchecked` is what one given by the user would be held against. */
  readonly state: 'holds' | 'wrong' | 'unsupported' | 'keyless';
  /** Why, in a sentence. */
  readonly why: string;
  readonly unchecked: Unchecked | undefined;
}

export interface Unchecked {
  readonly scheme: Scheme;
  readonly signature: Bytes;
  /** Canonical form, where the scheme signs it as it is; else its digest. */
  readonly message?: Bytes;
  readonly digest?: Bytes;
}

/** A document is not signed this often; what is beyond is told as unsupported, and never left out silently. */
const MOST_PARTS = 256;

/**
 * Finds every signature of a document and checks those that bring their key. `twice` says that a key of the JSON occurs
 * twice somewhere: readers then differ in what was signed, and nothing holds.
 */
export function readSignedParts(root: JsonObject, twice: boolean): SignedPart[] {
  const parts: SignedPart[] = [];
  const open: { readonly value: unknown; readonly pointer: string }[] = [{ value: root, pointer: '' }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, pointer } = next;
    if (Array.isArray(value)) {
      for (let i = value.length - 1; i >= 0; i--) open.push({ value: value[i], pointer: `${pointer}/${i}` });
    } else if (isJsonObject(value)) {
      const signature = own(value, 'signature');
      if (isJsonObject(signature) && isSignature(signature)) {
        for (const signer of signersOf(value, signature, pointer)) {
          if (parts.length >= MOST_PARTS)
            parts.push(unsupported(signer, 'It is one of too many signatures of this document.'));
          else
            parts.push(
              twice
                ? wrong(signer, 'A key occurs twice in the JSON: what was signed is not certain.')
                : check(signer),
            );
          if (parts.length > MOST_PARTS) return parts;
        }
      }
      for (const key of Object.keys(value).reverse()) {
        const inner = value[key];
        if (key !== 'signature' && typeof inner === 'object' && inner !== null)
          open.push({ value: inner, pointer: pointer + pointerSegment(key) });
      }
    }
  }
  return parts;
}

function isSignature(signature: JsonObject): boolean {
  return ['value', 'signers', 'chain'].some((key) => own(signature, key) !== undefined);
}

interface Signer {
  readonly pointer: string;
  readonly over: string;
  /** The signer's own object: algorithm, key, value. */
  readonly core: JsonObject;
  readonly excludes: readonly string[];
  /** The object as it was when it was signed, before the canonical form is made. */
  readonly signed: JsonObject;
}

/**
 * Signers of one object (JSF sections 6, 8 and 9): a single one; several, each over the object with its own entry alone;
 * or a chain, each over the object with the entries before its own.
 */
function signersOf(object: JsonObject, signature: JsonObject, pointer: string): Signer[] {
  const at = `${pointer}/signature`;
  for (const list of ['signers', 'chain'] as const) {
    const entries = own(signature, list);
    if (!Array.isArray(entries)) continue;
    return entries.flatMap((core: unknown, i) => {
      if (!isJsonObject(core)) return [];
      const excludes = [...texts(signature, 'excludes'), ...texts(core, 'excludes')];
      const before = list === 'chain' ? entries.slice(0, i) : [];
      const outer = without(signature, ['excludes']);
      const entry = { ...outer, [list]: [...before, without(core, ['value', 'excludes'])] };
      return [
        {
          pointer: `${at}/${list}/${i}`,
          over: pointer,
          core,
          excludes,
          signed: { ...without(object, excludes), signature: entry },
        },
      ];
    });
  }
  const excludes = texts(signature, 'excludes');
  return [
    {
      pointer: at,
      over: pointer,
      core: signature,
      excludes,
      signed: { ...without(object, excludes), signature: without(signature, ['value', 'excludes']) },
    },
  ];
}

/** A copy without some keys; `__proto__` stays an ordinary one. */
function without(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

function texts(holder: JsonObject, key: string): string[] {
  return ownList(holder, key).filter((value) => typeof value === 'string');
}

const ALGORITHM = /^(?:(ES|RS|PS|HS)(256|384|512)|Ed25519|Ed448)$/;
const CURVES = { 'P-256': 'sha256', 'P-384': 'sha384', 'P-521': 'sha512' } as const;

/** Scheme of a JWA name (RFC 7518 section 3, RFC 8037); `undefined` for none that a public key verifies. */
function schemeOf(algorithm: string): Scheme | undefined {
  const [, family, bits = ''] = ALGORITHM.exec(algorithm) ?? [];
  if (algorithm === 'Ed25519') return { name: 'ed25519' };
  if (algorithm === 'Ed448') return { name: 'ed448' };
  const digest: Hash = bits === '384' ? 'sha384' : bits === '512' ? 'sha512' : 'sha256';
  if (family === 'ES') return { name: 'ecdsa', hash: digest, encoding: 'p1363' };
  if (family === 'RS') return { name: 'rsa-pkcs1', hash: digest };
  if (family === 'PS') return { name: 'rsa-pss', hash: digest, saltLength: HASH_LENGTH[digest] };
  return undefined;
}

function check(signer: Signer): SignedPart {
  const algorithm = ownText(signer.core, 'algorithm') ?? '';
  const scheme = schemeOf(algorithm);
  if (scheme === undefined) {
    const why = algorithm.startsWith('HS')
      ? `${algorithm.slice(0, 20)} is keyed with a secret, which no public key can verify.`
      : `Loupe does not know the algorithm "${algorithm.slice(0, 40)}".`;
    return unsupported(signer, why);
  }
  const signature = fromBase64(ownText(signer.core, 'value') ?? '', 'url', 'none');
  if (signature === undefined || signature.length === 0)
    return wrong(signer, 'The value of the signature is no base64url.');
  const message = canonicalBytes(signer.signed);
  if (message === undefined) return wrong(signer, 'What is signed has no canonical form.');
  const unchecked: Unchecked =
    scheme.name === 'ed25519' || scheme.name === 'ed448'
      ? { scheme, signature, message }
      : { scheme, signature, digest: hash(scheme.name === 'ed25519ph' ? 'sha512' : scheme.hash, message) };
  const key = keyOf(signer.core);
  if (key === 'none')
    return {
      ...partOf(signer),
      state: 'keyless',
      why: 'The document does not bring the key; give it with --key.',
      unchecked,
    };
  if (typeof key === 'string') return unsupported(signer, key);
  const named = { ...partOf(signer), key: key.sha256, keyTitle: keyTitle(key), unchecked: undefined };
  return holdsUnder(key, unchecked)
    ? { ...named, state: 'holds', why: 'The signature fits the key that the document brings itself.' }
    : { ...named, state: 'wrong', why: 'The signature does not fit the key that the document brings.' };
}

/** Whether a signature fits a key, and the key the algorithm: ES256 is over P-256, and so on. */
export function holdsUnder(key: PublicKey, { scheme, signature, message, digest }: Unchecked): boolean {
  if (scheme.name === 'ecdsa' && (key.kind !== 'ec' || CURVES[key.curve] !== scheme.hash)) return false;
  if (message !== undefined) return verifyPortably(key, scheme, signature, message);
  return digest !== undefined && portableVerifier.verifyDigest(key, scheme, signature, digest);
}

/** RFC 8785; `undefined` for what has none: lone surrogates, numbers that are none. */
function canonicalBytes(value: JsonObject): Bytes | undefined {
  try {
    const text = canonicalize(value);
    return text === undefined || /\p{Surrogate}/u.test(text) ? undefined : encodeUtf8(text);
  } catch {
    return undefined;
  }
}

/** The key a signer brings, `none`, or a sentence why it cannot be used. */
function keyOf(core: JsonObject): PublicKey | string {
  const jwk = own(core, 'publicKey');
  if (jwk !== undefined) {
    const read = jwkKey(jwk);
    return read.ok ? read.value : `The key it brings cannot be used. ${read.error.message}`;
  }
  const [leaf] = ownList(core, 'certificatePath');
  if (leaf === undefined) return 'none';
  const der = typeof leaf === 'string' ? (fromBase64(leaf, 'url', 'none') ?? fromBase64(leaf)) : undefined;
  const read = der === undefined ? undefined : readCertificate(der);
  if (read === undefined) return 'The certificate it brings is no base64.';
  return read.ok ? read.value.key : `The certificate it brings cannot be used. ${read.error.message}`;
}

function partOf({ pointer, over, core, excludes }: Signer) {
  const algorithm = ownText(core, 'algorithm') ?? '';
  const keyId = ownText(core, 'keyId');
  return {
    pointer,
    over,
    algorithm,
    keyId,
    excludes,
    key: undefined,
    keyTitle: undefined,
    unchecked: undefined,
  };
}

function wrong(signer: Signer, why: string): SignedPart {
  return { ...partOf(signer), state: 'wrong', why };
}

function unsupported(signer: Signer, why: string): SignedPart {
  return { ...partOf(signer), state: 'unsupported', why };
}
