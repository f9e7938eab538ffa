import * as packaged from 'xz-decompress';
import { limitFault } from '../base/limits.ts';
import { type Fault, fault } from '../base/result.ts';
import { ExpansionMeter } from './expansion.ts';
import { InputCursor } from './input-cursor.ts';
import type { Codec, DecodeEnd, ReadContext } from './types.ts';
import { counted, inWords, keptBytes } from './wording.ts';
import { XZ_CHECKS, XZ_HEADERS, xzHeaders } from './xz-header.ts';

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

async function decode(
  cursor: InputCursor,
  write: (chunk: Uint8Array) => void | Promise<void>,
  context: ReadContext,
): Promise<DecodeEnd> {
  const { budget } = context;
  const headers = xzHeaders(await cursor.peek(XZ_HEADERS));
  const refused = refusal(headers, context);
  if (refused !== undefined || typeof headers === 'string') {
    return { complete: false, faults: refused === undefined ? [] : [refused], consumed: 0, produced: 0 };
  }
  const { dictionary } = headers;
  if (!budget.take('held', dictionary)) {
    const what = `The xz stream needs a dictionary of ${counted(dictionary, 'byte')}.`;
    return {
      complete: false,
      faults: [limitFault('heldPerCase', budget.limits, what, { offset: 0 })],
      consumed: 0,
      produced: 0,
    };
  }
  const meter = new ExpansionMeter(context, 'xz');
  try {
    const found = await run(cursor, write, meter, context);
    const trailing = found?.severity === 'warning';
    return {
      complete: found === undefined || trailing,
      faults: found === undefined ? [] : [found],
      consumed: trailing ? (found.offset ?? cursor.offset) : cursor.offset,
      produced: meter.produced,
    };
  } finally {
    budget.release('held', dictionary);
  }
}

/** Checks that XZ Embedded verifies. */
const SUPPORTED_CHECKS: ReadonlySet<number> = new Set([0, 1, 4]);

/** Why the stream is not to be decoded, told from its headers. */
function refusal(
  headers: ReturnType<typeof xzHeaders>,
  { budget: { limits } }: ReadContext,
): Fault | undefined {
  if (headers === 'other') {
    return fault('xz.not-xz', 'error', 'The input does not begin with an xz header: nothing was read.', {
      offset: 0,
    });
  }
  if (headers === 'cut')
    return fault('xz.truncated', 'error', 'The xz file ends inside its headers.', { offset: 0 });
  if (headers === 'damaged') {
    return fault('xz.corrupt', 'error', 'The headers of the xz file are damaged: nothing was read.', {
      offset: 0,
    });
  }
  if (!SUPPORTED_CHECKS.has(headers.check))
    return checkUnsupported(XZ_CHECKS.get(headers.check) ?? `number ${headers.check}`, 0);
  if (headers.dictionary > limits.window) {
    return limitFault(
      'window',
      limits,
      `The xz stream needs a dictionary of ${counted(headers.dictionary, 'byte')}.`,
      { offset: 12 },
    );
  }
  return undefined;
}

function checkUnsupported(name: string, offset: number): Fault {
  const message = `The xz stream is protected by the check ${name}, which the decoder cannot verify; it was not read.`;
  return fault('xz.check-unsupported', 'error', message, { offset });
}

/** Input handed over at once: a fault is known to lie in the piece handed over last. */
const PIECE = 1 << 14;

async function run(
  cursor: InputCursor,
  write: (chunk: Uint8Array) => void | Promise<void>,
  meter: ExpansionMeter,
  context: ReadContext,
): Promise<Fault | undefined> {
  let failure: { readonly thrown: unknown } | undefined;
  /** Where the piece begins that the decoder works on. */
  let piece = 0;
  const compressed = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          piece = cursor.offset;
          if (!(await cursor.more())) return controller.close();
          const bytes = new Uint8Array(cursor.chunk.subarray(cursor.at, cursor.at + PIECE));
          cursor.at += bytes.length;
          controller.enqueue(bytes);
        } catch (thrown) {
          failure = { thrown };
          controller.error(thrown);
        }
      },
    },
    { highWaterMark: 0 },
  );
  const reader = new XzReadableStream(compressed).getReader();
  try {
    for (;;) {
      context.signal.throwIfAborted();
      const { done, value } = await reader
        .read()
        .catch((thrown: unknown) => ({ done: 'failed' as const, value: thrown }));
      if (done === true) return undefined;
      if (done === 'failed') {
        if (failure !== undefined) throw failure.thrown;
        return await decoderFault(value, piece, meter.produced, cursor);
      }
      if (value.length === 0) continue;
      const found = meter.admit(value.length, cursor.offset);
      if (found !== undefined) return found;
      await write(value);
    }
  } finally {
    // Gives the decoder back: the package lets one stream run at a time.
    await reader.cancel().catch(() => undefined);
  }
}

/** Results of XZ Embedded (xz.h, `enum xz_ret`), which the package puts at the end of its message. */
const XzRet = { unsupportedCheck: 3, memory: 4, format: 5, options: 6, buffer: 8 } as const;

async function decoderFault(
  thrown: unknown,
  piece: number,
  produced: number,
  cursor: InputCursor,
): Promise<Fault> {
  const code = Number(/error code (\d+)$/.exec(thrown instanceof Error ? thrown.message : '')?.[1]);
  const kept = keptBytes(produced);
  const near = `near byte ${inWords(piece)}`;
  switch (code) {
    case XzRet.unsupportedCheck:
      return checkUnsupported('of a later stream', piece);
    case XzRet.memory:
      return fault(
        'xz.window-unsupported',
        'error',
        `The xz stream needs a larger dictionary than the decoder has (64 MiB), ${near}. ${kept}`,
        { offset: piece },
      );
    case XzRet.format: {
      // The first stream's header was seen to be right, so these bytes stand behind a whole stream.
      await cursor.rest();
      return fault(
        'xz.trailing-data',
        'warning',
        `Bytes that are no xz stream follow the last one, ${near}.`,
        { offset: piece },
      );
    }
    case XzRet.options:
      return fault(
        'xz.options-unsupported',
        'error',
        `The xz stream uses a filter or option that the decoder does not know, ${near}. ${kept}`,
        { offset: piece },
      );
    case XzRet.buffer:
      return fault(
        'xz.truncated',
        'error',
        `The xz stream is cut off at byte ${inWords(cursor.offset)}. ${kept}`,
        { offset: cursor.offset },
      );
    default:
      if (Number.isNaN(code)) throw thrown;
      return fault('xz.corrupt', 'error', `The xz stream is damaged ${near}. ${kept}`, { offset: piece });
  }
}

/** Node hands a CommonJS package over as `default`, a bundler by its names. */
const { XzReadableStream } = 'default' in packaged ? (packaged.default as typeof packaged) : packaged;
