import type { ByteSource, ByteStream } from '../base/byte-source.ts';
import { type Fault, fault } from '../base/result.ts';
import { ExpansionMeter } from './expansion.ts';
import { type InflateEnd, Inflater } from './inflate.ts';
import { InputCursor } from './input-cursor.ts';
import { decodeNatively } from './native-inflate.ts';
import type { Codec, DecodeEnd, ReadContext } from './types.ts';
import { counted, inWords, keptBytes } from './wording.ts';

/** Deflate without a wrapper, as zip members hold it. There is no checksum: whoever reads a zip has one. */
export const deflateRaw: Codec = {
  id: 'deflate-raw',
  title: 'deflate',
  spec: 'RFC 1951',
  decode: (input, write, context) => decode(input, write, context),
};

/** Most members of a zip are small; below this the native decoder costs more than it gives. */
const WORTH_NATIVE = 1 << 18;

async function decode(
  input: ByteSource | ByteStream,
  write: (chunk: Uint8Array) => void | Promise<void>,
  context: ReadContext,
): Promise<DecodeEnd> {
  const written = await decodeNatively('deflate-raw', input, WORTH_NATIVE, write, context);
  if (typeof written !== 'number') return written;
  const meter = new ExpansionMeter(context, 'deflate-raw', written);
  const cursor = new InputCursor(input, context.signal);
  try {
    const inflater = new Inflater('deflate-raw', cursor, write, meter, written);
    const end = await inflater.run();
    const limit = end.state === 'limit' ? end.fault : await inflater.flush();
    const consumed = cursor.offset;
    const found = limit ?? (await faultOf(end, cursor, meter.produced));
    const complete = end.state === 'whole' && limit === undefined;
    return { complete, faults: found === undefined ? [] : [found], consumed, produced: meter.produced };
  } finally {
    await cursor.close();
  }
}

async function faultOf(end: InflateEnd, cursor: InputCursor, produced: number): Promise<Fault | undefined> {
  const { offset } = cursor;
  const kept = keptBytes(produced);
  if (end.state === 'cut') {
    const message = `The deflate stream is cut off at byte ${inWords(offset)}. ${kept}`;
    return fault('deflate.truncated', 'error', message, { offset });
  }
  if (end.state === 'damaged') {
    const message = `The deflate stream is damaged near byte ${inWords(offset)} (${end.why}). ${kept}`;
    return fault('deflate.corrupt', 'error', message, { offset });
  }
  const { length } = await cursor.rest();
  if (length === 0) return undefined;
  const message = `${counted(length, 'byte')} follow the end of the deflate stream, from byte ${inWords(offset)}.`;
  return fault('deflate.trailing-data', 'warning', message, { offset });
}
