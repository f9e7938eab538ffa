import { ZipWriter } from '@zip.js/zip.js/lib/zip-core-writer.js';
import type { ByteStream } from '../base/byte-source.ts';
import { copyBytes, encodeUtf8 } from '../base/bytes.ts';

/** Ways to encrypt. WinZip AES with 256 bits is the default; the traditional way is read by older tools, and weak. */
export type ZipCipher = 'aes-256' | 'zipcrypto';

/**
 * A zip with one encrypted member, stored as it is, so that a hostile file can be saved and passed on without landing
 * runnable. The same date gives the same headers on every machine and in every time zone; salts are random.
 *
 * @param name path of the member; the caller has made it harmless.
 * @param modified its date, to the second; there is no clock here.
 * @param password not empty; `infected` by custom.
 */
export async function encryptedZip(
  name: string,
  content: Uint8Array | ByteStream,
  password: string,
  modified: Date,
  cipher: ZipCipher = 'aes-256',
): Promise<Blob> {
  if (password === '') throw new Error('an encrypted zip needs a password');
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const collected = new WritableStream<Uint8Array>({ write: (chunk) => void parts.push(copyBytes(chunk)) });
  const writer = new ZipWriter(collected, { useWebWorkers: false, useCompressionStream: false });
  await writer.add(name, toReadable(content), {
    level: 0,
    rawPassword: encodeUtf8(password),
    ...(cipher === 'aes-256' ? { encryptionStrength: 3 as const } : { zipCrypto: true }),
    lastModDate: modified,
    rawLastModDate: dosTime(modified),
    extendedTimestamp: true,
  });
  await writer.close();
  return new Blob(parts, { type: 'application/zip' });
}

function toReadable(content: Uint8Array | ByteStream): ReadableStream<Uint8Array> {
  const chunks =
    content instanceof Uint8Array ? [content][Symbol.iterator]() : content[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { done, value } = await chunks.next();
      if (done === true) controller.close();
      // A chunk is only valid until the next is asked for.
      else controller.enqueue(copyBytes(value));
    },
    cancel: async () => void (await chunks.return?.()),
  });
}

/** Date and time of an MS-DOS header, in UTC (the library would use the time zone of the machine). */
function dosTime(date: Date): number {
  const year = Math.min(Math.max(date.getUTCFullYear(), 1980), 2107);
  const day = ((year - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate();
  const time = (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1);
  return ((day << 16) | time) >>> 0;
}
