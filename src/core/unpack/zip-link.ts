import { Inflate } from 'pako';
import { concatBytes } from '../base/bytes.ts';
import { nameFromBytes } from '../base/names.ts';
import { unixType } from './zip-attributes.ts';
import { Bit, type CentralHeader } from './zip-records.ts';

/** Targets longer than a path may be are left unread: the entry then has no `link`. */
const LONGEST = 4096;

/** Whether the member is a symbolic link whose target is short enough to be read while listing. */
export function mayBeLink(header: CentralHeader): boolean {
  return (
    unixType(header) === 'l' &&
    (header.flags & Bit.encrypted) === 0 &&
    header.size > 0 &&
    header.size <= LONGEST &&
    header.packedSize <= LONGEST
  );
}

/** The target, which is the member's content; `undefined` when the data do not give it. */
export function readLink(header: CentralHeader, data: Uint8Array): string | undefined {
  const content = header.method === 0 ? data : header.method === 8 ? inflate(data, header.size) : undefined;
  return content?.length === header.size ? nameFromBytes(content).text : undefined;
}

/** Inflates at most `size` bytes: the little that is asked for may sit in front of megabytes. */
function inflate(data: Uint8Array, size: number): Uint8Array | undefined {
  const parts: Uint8Array[] = [];
  let length = 0;
  const inflater = new Inflate({ raw: true, chunkSize: LONGEST });
  const enough = new Error('enough');
  inflater.onData = (chunk: Uint8Array) => {
    parts.push(chunk);
    length += chunk.length;
    if (length > size) throw enough;
  };
  try {
    inflater.push(data, true);
  } catch (error) {
    if (error !== enough) throw error;
    return undefined;
  }
  return inflater.err === 0 ? concatBytes(parts) : undefined;
}
