import { BufferSource, type ByteSource, type ByteStream } from '../base/byte-source.ts';
import { concatBytes } from '../base/bytes.ts';
import { err, type Fault, fault, ok, type Result } from '../base/result.ts';
import type { Step } from '../model/source.ts';
import { isSource } from './input-cursor.ts';
import { pulled } from './pulled.ts';
import { codecs } from './registry.ts';
import { admitHoles, SparseExpander } from './sparse.ts';
import type { ReadContext } from './types.ts';
import { counted, inWords } from './wording.ts';
import { DecryptError, openEncrypted } from './zip-crypto.ts';

/** What a stream of {@link openSteps} rejects with when the bytes cannot be had whole, after what could be. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
  readonly fault: Fault;

  constructor(found: Fault) {
    super(found.message);
    this.fault = found;
  }
}

/** The fault that a stream of {@link openSteps} rejected with; `undefined` for an abort or a bug. */
export function faultOf(thrown: unknown): Fault | undefined {
  return thrown instanceof UnreadableError || thrown instanceof DecryptError ? thrown.fault : undefined;
}

/**
 * Opens the bytes that `steps` lead to. What is decoded is counted as expanded. The stream rejects with an
 * {@link UnreadableError} or `DecryptError` (see {@link faultOf}) when bytes are missing or damaged, and with the
 * signal's reason.
 */
export function openSteps(source: ByteSource, steps: readonly Step[], context: ReadContext): ByteStream {
  return asStream(fold(source, steps, context));
}

/**
 * The same bytes for reading at random. Slices of the source are views of it; anything else is decoded into memory, up
 * to `limit` bytes, and counted as held: the caller gives `value.size` back when it lets go of them, unless
 * {@link isView} says that nothing was held.
 */
export async function randomAccess(
  source: ByteSource,
  steps: readonly Step[],
  limit: number,
  context: ReadContext,
): Promise<Result<ByteSource>> {
  const opened = fold(source, steps, context);
  if (isSource(opened)) return ok(opened);
  try {
    const held = await hold(opened, limit, context);
    return held instanceof Uint8Array ? ok(new BufferSource(held)) : err(held);
  } catch (thrown) {
    const found = faultOf(thrown);
    if (found === undefined) throw thrown;
    return err(found);
  }
}

/** Whether {@link randomAccess} gives a view of the source for these steps, and holds nothing. */
export function isView(steps: readonly Step[]): boolean {
  return steps.every((step) => step.op === 'slice');
}

function fold(source: ByteSource, steps: readonly Step[], context: ReadContext): ByteSource | ByteStream {
  let at: ByteSource | ByteStream = source;
  for (const step of steps) at = apply(at, step, context);
  return at;
}

function apply(input: ByteSource | ByteStream, step: Step, context: ReadContext): ByteSource | ByteStream {
  switch (step.op) {
    case 'slice':
      // Past the end of the source, the stream gives what there is and says so.
      if (isSource(input) && step.end <= input.size) return input.slice(step.start, step.end);
      return sliced(asStream(input), step.start, step.end, step.name);
    case 'decode':
      return decoded(input, step.codec, context);
    case 'sparse':
      return expanded(asStream(input), step, context);
    case 'unzip-encrypted':
      return decrypted(input, step, context);
  }
}

function asStream(input: ByteSource | ByteStream): ByteStream {
  return isSource(input) ? input.stream() : input;
}

async function* sliced(
  input: ByteStream,
  start: number,
  end: number,
  entry?: string,
): AsyncGenerator<Uint8Array> {
  let at = 0;
  if (end <= start) return;
  for await (const chunk of input) {
    const from = Math.max(0, start - at);
    const to = Math.min(chunk.length, end - at);
    at += chunk.length;
    if (to > from) yield chunk.subarray(from, to);
    if (at >= end) return;
  }
  const message = `The bytes ${inWords(start)} to ${inWords(end)} were asked for, but there are only ${inWords(at)}.`;
  throw new UnreadableError(fault('bytes.missing', 'error', message, { entry, offset: at }));
}

async function* decoded(
  input: ByteSource | ByteStream,
  id: string,
  context: ReadContext,
): AsyncGenerator<Uint8Array> {
  const codec = codecs.get(id);
  if (codec === undefined) throw new Error(`no codec ${id}`);
  const { complete, faults } = yield* pulled((write) => codec.decode(input, write, context));
  if (complete) return;
  const found = faults.find(({ severity }) => severity === 'error');
  throw new UnreadableError(
    found ?? fault('bytes.missing', 'error', `The ${codec.title} data are not whole.`, { offset: 0 }),
  );
}

async function* expanded(
  input: ByteStream,
  { map, size }: Extract<Step, { readonly op: 'sparse' }>,
  context: ReadContext,
): AsyncGenerator<Uint8Array> {
  const stored = map.reduce((sum, [, length]) => sum + length, 0);
  const refused = admitHoles(size, stored, context, undefined, 0);
  if (refused !== undefined) throw new UnreadableError(refused);
  const expander = new SparseExpander(map, size);
  let seen = 0;
  for await (const chunk of input) {
    seen += chunk.length;
    yield* expander.push(chunk);
  }
  if (seen < stored) {
    const message = `A sparse file stores ${counted(stored, 'byte')}, but there are only ${inWords(seen)}.`;
    throw new UnreadableError(fault('bytes.missing', 'error', message, { offset: seen }));
  }
  for (const zeros of expander.finish()) {
    context.signal.throwIfAborted();
    yield zeros;
  }
}

/** The zip reader needs its input at random: a zip that is itself decoded is held for as long as this takes. */
async function* decrypted(
  input: ByteSource | ByteStream,
  step: Extract<Step, { readonly op: 'unzip-encrypted' }>,
  context: ReadContext,
): AsyncGenerator<Uint8Array> {
  const password = context.password ?? '';
  if (isSource(input)) {
    yield* openEncrypted(input, step, password);
    return;
  }
  const { start, end, name } = step;
  const { parsedNested } = context.budget.limits;
  const held = await hold(sliced(input, start, end, name), parsedNested, context);
  if (!(held instanceof Uint8Array)) throw new UnreadableError(held);
  try {
    yield* openEncrypted(new BufferSource(held), { ...step, start: 0, end: held.length }, password);
  } finally {
    context.budget.release('held', held.length);
  }
}

/** Reads a stream into memory; a fault when it is longer than `limit` or than may be held. */
async function hold(
  stream: ByteStream,
  limit: number,
  context: ReadContext,
): Promise<Uint8Array<ArrayBuffer> | Fault> {
  const { budget, signal } = context;
  const parts: Uint8Array[] = [];
  let length = 0;
  let kept = false;
  try {
    for await (const chunk of stream) {
      signal.throwIfAborted();
      if (length + chunk.length > limit) {
        const message = `More than ${counted(limit, 'byte')} would have to be held to read this at random; it was not opened.`;
        return fault('limit.parsed', 'error', message, { offset: length });
      }
      if (!budget.take('held', chunk.length)) {
        const message = `Too much is held in memory already (${counted(budget.used('held'), 'byte')}) to read this at random; it was not opened.`;
        return fault('limit.held-per-case', 'error', message, { offset: length });
      }
      length += chunk.length;
      parts.push(new Uint8Array(chunk));
    }
    kept = true;
    return concatBytes(parts);
  } finally {
    if (!kept) budget.release('held', length);
  }
}
