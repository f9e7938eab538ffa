import {
  ERR_INVALID_AUTHENTICATION_CODE,
  ERR_INVALID_PASSWORD,
  ZipReader,
} from '@zip.js/zip.js/lib/zip-core-reader.js';
import type { ByteSource } from '../base/byte-source.ts';
import { encodeUtf8 } from '../base/bytes.ts';
import { type Fault, fault } from '../base/result.ts';
import type { Step } from '../model/source.ts';
import { quoted } from './zip-faults.ts';
import { Bit, FIXED, localLength, parseLocal } from './zip-records.ts';
import { SoleMember } from './zip-sole-member.ts';

export type EncryptedStep = Extract<Step, { readonly op: 'unzip-encrypted' }>;

/** What a stream of {@link openEncrypted} rejects with when a member cannot be decrypted. */
export class DecryptError extends Error {
  override readonly name = 'DecryptError';
  readonly fault: Fault;

  constructor(found: Fault) {
    super(found.message);
    this.fault = found;
  }
}

/**
 * Decrypts one member (traditional PKWARE encryption, APPNOTE 6.1; WinZip AES, AE-1 and AE-2). The stream gives the
 * member's data as they were before encryption: still compressed, if the member is. `source` is the zip that `step`
 * counts in.
 *
 * The stream rejects with a {@link DecryptError}: `zip.encrypted` without a password, `zip.password-wrong`,
 * `zip.authentication-failed` when AES data were changed (after the last good chunk), `zip.decrypt-failed` otherwise. A wrong
 * password of the traditional kind is noticed in 255 cases of 256; the CRC-32 tells the rest.
 */
export async function* openEncrypted(
  source: ByteSource,
  step: EncryptedStep,
  password: string,
): AsyncGenerator<Uint8Array> {
  const where = { entry: step.name, offset: step.start };
  const name = quoted(step.name);
  const fail = (code: string, message: string): never => {
    throw new DecryptError(fault(code, 'error', message, where));
  };
  if (password === '') {
    fail(
      'zip.encrypted',
      `${name} is encrypted and not inspected until a password is given; "infected" is a common one.`,
    );
  }
  const member = await soleMember(source, step);
  if (member === undefined)
    return fail('zip.decrypt-failed', `The header of ${name} does not describe its encryption.`);

  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const done = decrypt(member, encodeUtf8(password), writable);
  // Reported through the stream; here only so that it is not unhandled when the stream is left early.
  done.catch(() => undefined);
  const reader = readable.getReader();
  try {
    for (;;) {
      const { done: ended, value } = await reader.read();
      if (ended) break;
      yield value;
    }
    await done;
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    if (reason === ERR_INVALID_PASSWORD) fail('zip.password-wrong', `The password does not open ${name}.`);
    if (reason === ERR_INVALID_AUTHENTICATION_CODE) {
      fail(
        'zip.authentication-failed',
        `The encrypted data of ${name} were changed: their authentication code does not hold.`,
      );
    }
    fail('zip.decrypt-failed', `${name} could not be decrypted.`);
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** The member as a zip of its own, from its local header; `undefined` when that does not fit the step. */
async function soleMember(source: ByteSource, step: EncryptedStep): Promise<SoleMember | undefined> {
  const length = localLength(await source.bytes(step.start, step.start + FIXED.local));
  if (length === undefined || step.start + length > step.end || step.end > source.size) return undefined;
  const header = parseLocal(await source.bytes(step.start, step.start + length));
  const data = source.slice(step.start + length, step.end);
  if (step.scheme === 'zipcrypto') {
    // The byte a right password decrypts to: from the time when the CRC-32 was not known yet, else from the CRC-32.
    const deferred = (header.flags & Bit.descriptor) !== 0;
    const check = deferred ? (header.dosTime >>> 8) & 0xff : step.crc32 >>> 24;
    return SoleMember.of(data, { scheme: 'zipcrypto', check });
  }
  const aes = header.extra.aes;
  return aes === undefined
    ? undefined
    : SoleMember.of(data, { scheme: 'winzip-aes', strength: aes.strength });
}

async function decrypt(
  member: SoleMember,
  rawPassword: Uint8Array,
  writable: WritableStream<Uint8Array>,
): Promise<void> {
  // No workers and no compression of the library's own: it only decrypts.
  const options = { rawPassword, useWebWorkers: false, useCompressionStream: false, checkSignature: false };
  try {
    const [entry] = await new ZipReader(member, options).getEntries();
    if (entry === undefined || entry.directory) throw new Error('no member');
    await entry.getData(writable, options);
  } catch (error) {
    if (!writable.locked) await writable.abort(error).catch(() => undefined);
    throw error;
  }
}
