import { limitFault } from '../base/limits.ts';
import { type Fault, fault } from '../base/result.ts';
import { ExpansionMeter } from './expansion.ts';
import { InputCursor } from './input-cursor.ts';
import type { Codec, DecodeEnd, ReadContext } from './types.ts';
import { counted, inWords, keptBytes } from './wording.ts';
import { STREAM_HEADER, XZ_CHECKS, XZ_HEADERS, xzHeaders } from './xz-header.ts';
import { RewrittenCursor, SHA256, Sha256Streams, usesSha256 } from './xz-sha256.ts';
import { XzResult, XzStream } from './xz-wasm.ts';

type Write = (chunk: Uint8Array) => void | Promise<void>;

/** xz: streams one behind the other, decoded by XZ Embedded. */
export const xz: Codec = {
  id: 'xz',
  title: 'xz',
  spec: 'The .xz file format 1.2.0',
  async decode(input, write, context) {
    const cursor = new InputCursor(input, context.signal);
    try {
      return await decode(cursor, write, context);
    } finally {
      await cursor.close();
    }
  },
};

async function decode(cursor: InputCursor, write: Write, context: ReadContext): Promise<DecodeEnd> {
  const { budget } = context;
  const dictionary = dictionarySize(await cursor.peek(XZ_HEADERS), context);
  if (typeof dictionary !== 'number') {
    return { complete: false, faults: [dictionary], consumed: 0, produced: 0 };
  }
  if (!budget.take('held', dictionary)) {
    const what = `The xz stream needs a dictionary of ${counted(dictionary, 'byte')}.`;
    const refused = limitFault('heldPerCase', budget.limits, what, { offset: 0, kept: 'nothing' });
    return { complete: false, faults: [refused], consumed: 0, produced: 0 };
  }
  const meter = new ExpansionMeter(context, 'xz');
  const sha256 = usesSha256(await cursor.peek(STREAM_HEADER)) ? await Sha256Streams.open(cursor) : undefined;
  const input = sha256 === undefined ? cursor : new RewrittenCursor(sha256, context.signal);
  const stream = await XzStream.create();
  try {
    const found = await run(input, stream, write, meter, sha256);
    const trailing = found?.severity === 'warning' ? found.offset : undefined;
    return {
      complete: found === undefined || trailing !== undefined,
      faults: found === undefined ? [] : [found],
      consumed: trailing ?? input.offset,
      produced: meter.produced,
    };
  } finally {
    await input.close();
    stream.release();
    budget.release('held', dictionary);
  }
}

/** Checks that XZ Embedded verifies, and SHA-256, which is verified beside it. */
const SUPPORTED_CHECKS: ReadonlySet<number> = new Set([0, 1, 4, SHA256]);

/** Bytes of the first dictionary, or why the stream is not to be decoded: told from its headers. */
function dictionarySize(bytes: Uint8Array, { budget: { limits } }: ReadContext): number | Fault {
  const headers = xzHeaders(bytes);
  switch (headers) {
    case 'other':
      return fault('xz.not-xz', 'error', 'The input does not begin with an xz header: nothing was read.', {
        offset: 0,
      });
    case 'cut':
      return fault('xz.truncated', 'error', `The xz file ends inside its headers, at byte ${bytes.length}.`, {
        offset: bytes.length,
      });
    case 'damaged':
      return fault('xz.corrupt', 'error', 'The headers of the xz file are damaged: nothing was read.', {
        offset: 0,
      });
  }
  if (!SUPPORTED_CHECKS.has(headers.check)) {
    const name = XZ_CHECKS.get(headers.check) ?? `number ${headers.check}`;
    const message = `The xz stream is protected by the check ${name}, which the decoder cannot verify: nothing was read.`;
    return fault('xz.check-unsupported', 'error', message, { offset: 0 });
  }
  if (headers.dictionary > limits.window) {
    const what = `The xz stream needs a dictionary of ${counted(headers.dictionary, 'byte')}.`;
    return limitFault('window', limits, what, { offset: 12, kept: 'nothing' });
  }
  return headers.dictionary;
}

async function run(
  cursor: InputCursor,
  stream: XzStream,
  write: Write,
  meter: ExpansionMeter,
  sha256: Sha256Streams | undefined,
): Promise<Fault | undefined> {
  for (;;) {
    await cursor.more();
    const { used, output, result } = stream.step(cursor.chunk, cursor.at);
    cursor.at += used;
    if (output.length > 0) {
      const limit = meter.admit(output.length, cursor.offset);
      if (limit !== undefined) return limit;
      sha256?.verify(output);
      await write(output);
    }
    if (sha256?.mismatch === true) return mismatch(cursor.offset, meter.produced);
    if (result === XzResult.end) return undefined;
    if (result !== XzResult.ok) return decoderFault(result, cursor, meter.produced);
  }
}

function mismatch(offset: number, produced: number): Fault {
  const what = `The content of an xz block does not match its SHA-256, near byte ${inWords(offset)}.`;
  return fault('xz.corrupt', 'error', `${what} ${keptBytes(produced)}`, { offset });
}

async function decoderFault(result: number, cursor: InputCursor, produced: number): Promise<Fault> {
  const { offset } = cursor;
  const kept = keptBytes(produced);
  const near = `near byte ${inWords(offset)}`;
  const error = (code: string, what: string): Fault => fault(code, 'error', `${what} ${kept}`, { offset });
  switch (result) {
    case XzResult.memory:
    case XzResult.memoryLimit:
      return error(
        'xz.window-unsupported',
        `The xz stream needs a larger dictionary than the decoder's 64 MiB, ${near}.`,
      );
    case XzResult.format: {
      // The first stream's header was seen to be right, so what was taken for a header stands behind a whole stream.
      const start = offset - STREAM_HEADER;
      await cursor.rest();
      const what = `${counted(cursor.offset - start, 'byte')} of something else follow the last xz stream, from byte ${inWords(start)}.`;
      return fault('xz.trailing-data', 'warning', what, { offset: start });
    }
    case XzResult.options:
      return error(
        'xz.options-unsupported',
        `The xz stream uses a filter, check or option that the decoder lacks, ${near}.`,
      );
    case XzResult.buffer:
      return error('xz.truncated', `The xz stream is cut off at byte ${inWords(offset)}.`);
    default:
      return error('xz.corrupt', `The xz stream is damaged ${near}.`);
  }
}
