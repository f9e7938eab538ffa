import { isRecord, JsonFields } from '../attest/json-fields.ts';
import { readPem } from '../attest/pem.ts';
import { fromBase64 } from '../base/base64.ts';
import { type Bytes, decodeUtf8, toHex } from '../base/bytes.ts';
import { readJson } from '../base/json.ts';
import { err, type Fault, fault, ok, type Result } from '../base/result.ts';
import { registryScheme } from './algorithm.ts';
import { hash } from './hash.ts';
import { readDetailedKey } from './key-details.ts';
import { ecKey, ed448Key, ed25519Key, type PublicKey, readSpki, rsaKey, rsaKeyPkcs1 } from './public-key.ts';
import { readSshPublicKey } from './ssh-key.ts';
import type { Origin, TrustedKey } from './trust-root.ts';
import { parseTime } from './window.ts';

interface Named {
  readonly name: string;
  readonly origin: Origin;
  /** From `KEYID=FILE`: the keys of the file speak only for signatures that name this id. */
  readonly keyId?: string;
}

type Keys = readonly Pick<TrustedKey, 'key' | 'scheme' | 'keyId' | 'usage' | 'validFor'>[];

/**
 * Reads public keys: PEM (several, text around them allowed), JWK and JWK sets, npm's `keys.json`, OpenSSH, minisign and
 * signify. A file with one key that cannot be read is refused whole, so that none is silently left out.
 *
 * Faults: `trust.key`; those of PEM, JSON and of the key.
 */
export function readTrustedKeys(bytes: Bytes, named: Named): Result<readonly TrustedKey[]> {
  const text = decodeUtf8(bytes);
  if (text === undefined) return refused('it is not UTF-8 text');
  const keys = readKeys(text);
  if (!keys.ok) return keys;
  if (keys.value.length === 0) return refused('it holds no public key');
  const sha256 = toHex(hash('sha256', bytes));
  return ok(
    keys.value.map((found) => ({
      ...found,
      name: named.name,
      origin: named.origin,
      sha256,
      keyId: named.keyId ?? found.keyId,
    })),
  );
}

function readKeys(text: string): Result<Keys> {
  if (text.includes('-----BEGIN ')) return readPemKeys(text);
  if (text.trimStart().startsWith('{')) return readJsonKeys(text);
  if (text.startsWith('untrusted comment:')) return readCommentedKey(text);
  return readSshKeys(text);
}

const PEM: Readonly<Record<string, (der: Bytes) => Result<PublicKey>>> = {
  'PUBLIC KEY': (der) => readSpki(der),
  'RSA PUBLIC KEY': rsaKeyPkcs1,
};

function readPemKeys(text: string): Result<Keys> {
  const pem = readPem(text);
  const [broken] = pem.faults;
  if (broken !== undefined) return err(broken);
  const keys: PublicKey[] = [];
  for (const block of pem.blocks) {
    const read = PEM[block.label]?.(block.der);
    if (read === undefined) return refused(`"${block.label}" in line ${block.line} is no public key`);
    if (!read.ok) return read;
    keys.push(read.value);
  }
  return ok(keys.map(plain));
}

function plain(key: PublicKey): Keys[number] {
  return { key, scheme: registryScheme(key), keyId: undefined, usage: undefined, validFor: undefined };
}

function readJsonKeys(text: string): Result<Keys> {
  const document = readJson(text);
  if (!document.ok) return document;
  if (document.value.duplicates.length > 0) return refused('a key of its JSON occurs twice');
  const faults: Fault[] = [];
  const fields = JsonFields.of(document.value.value, '', faults);
  if (fields === undefined) return refused('it is no JSON object');
  const items = fields.has('keys') ? fields.objects('keys') : [fields];
  const keys: Keys[number][] = [];
  for (const item of items) {
    const read = isRecord(item.raw('publicKey')) ? readDetailed(item) : readJwk(item);
    if (!read.ok) return read;
    keys.push(read.value);
  }
  return faults[0] === undefined ? ok(keys) : err(faults[0]);
}

/** npm's `keys.json`: `keyId` and a sigstore PublicKey with its window. */
function readDetailed(item: JsonFields): Result<Keys[number]> {
  const publicKey = item.object('publicKey');
  const bytes = publicKey?.bytes('rawBytes');
  const details = publicKey?.text('keyDetails');
  const range = publicKey?.optionalObject('validFor');
  const from = range === undefined ? undefined : parseTime(range.text('start') ?? '');
  const end = range?.optionalText('end');
  const to = end === undefined ? undefined : parseTime(end);
  if (bytes === undefined || details === undefined) return refused('a key has no bytes or no details');
  if (range !== undefined && (from === undefined || (end !== undefined && to === undefined))) {
    return refused('the validity of a key is not two times');
  }
  const read = readDetailedKey(details, bytes);
  if (!read.ok) return read;
  const validFor = from === undefined ? undefined : { from, to };
  const [keyId, usage] = [item.optionalText('keyId'), item.optionalText('keyUsage')];
  return ok({ ...read.value, keyId, usage, validFor });
}

const JWK_CURVE = { 'P-256': 32, 'P-384': 48, 'P-521': 66 } as const;

/** RFC 7517, RFC 7518 §6, RFC 8037 §2: public members only. */
function readJwk(item: JsonFields): Result<Keys[number]> {
  const part = (name: string) => fromBase64(item.text(name) ?? '', 'url', 'none') ?? new Uint8Array(0);
  if (item.has('d')) return refused('the JWK holds a private key');
  const type = item.text('kty');
  const curve = item.optionalText('crv');
  let read: Result<PublicKey> = refused(`the JWK type "${type}" is not supported`);
  if (type === 'EC' && (curve === 'P-256' || curve === 'P-384' || curve === 'P-521')) {
    const [x, y] = [part('x'), part('y')];
    const size = JWK_CURVE[curve];
    if (x.length !== size || y.length !== size)
      return refused('a coordinate of the JWK has the wrong length');
    read = ecKey(curve, Uint8Array.of(4, ...x, ...y));
  } else if (type === 'OKP' && curve === 'Ed25519') read = ed25519Key(part('x'));
  else if (type === 'OKP' && curve === 'Ed448') read = ed448Key(part('x'));
  else if (type === 'RSA') read = rsaKey(part('n'), part('e'));
  if (!read.ok) return read;
  return ok(plain(read.value));
}

/** A public key that stands as a JWK in a document. */
export function jwkKey(value: unknown): Result<PublicKey> {
  const faults: Fault[] = [];
  const item = JsonFields.of(value, '', faults);
  const read = item === undefined ? undefined : readJwk(item);
  if (read === undefined || faults[0] !== undefined) return refused('the JWK is not well formed');
  return read.ok ? ok(read.value.key) : read;
}

/** minisign and signify: a comment, and base64 of `Ed`, an 8-byte id and the key. The id names the key in signatures. */
function readCommentedKey(text: string): Result<Keys> {
  const bytes = fromBase64(text.split('\n')[1]?.trim() ?? '');
  if (bytes?.length !== 42 || bytes[0] !== 0x45 || bytes[1] !== 0x64)
    return refused('its second line is no Ed25519 key');
  const read = ed25519Key(bytes.subarray(10));
  return read.ok ? ok([{ ...plain(read.value), keyId: toHex(bytes.subarray(2, 10)) }]) : read;
}

/** `authorized_keys` and `allowed_signers`: key type and base64, after anything and before a comment. */
function readSshKeys(text: string): Result<Keys> {
  const keys: PublicKey[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const words = line.trim().split(/\s+/);
    const at = words.findIndex((word) =>
      /^(?:ssh-(?:rsa|ed25519)|ecdsa-sha2-nistp(?:256|384|521))$/.test(word),
    );
    const blob = fromBase64(words[at + 1] ?? '');
    const read = at < 0 || blob === undefined ? undefined : readSshPublicKey(blob);
    if (read === undefined) return refused('a line holds no public key of a known format');
    if (!read.ok) return read;
    keys.push(read.value);
  }
  return ok(keys.map(plain));
}

function refused(why: string) {
  return err(fault('trust.key', 'error', `The key file was refused: ${why}.`));
}
