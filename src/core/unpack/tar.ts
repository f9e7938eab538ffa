import type { ByteSource } from '../base/byte-source.ts';
import { type Entry, EntryFlag } from '../model/entry-table.ts';
import { BLOCK, padded } from './tar-header.ts';
import { TarMachine } from './tar-machine.ts';
import { TarStream } from './tar-stream.ts';
import type { Listing, RandomContainer, ReadContext, StreamContainer } from './types.ts';
import { Window } from './zip-window.ts';

/**
 * tar, read both ways. `list` hops from header to header without reading content; `open` reads from front to back.
 * Both list the same members with the same offsets and faults.
 */
export const tar: RandomContainer & StreamContainer = {
  id: 'tar',
  title: 'tar archive',
  spec: 'POSIX.1-2017, pax: ustar and pax interchange formats; GNU tar manual, "Basic Tar Format"',
  list,
  open: (sink, context) => new TarStream(sink, context),
};

const LEAST = 1 << 16;
const MOST = 1 << 20;

async function list(source: ByteSource, context: ReadContext): Promise<Listing> {
  const entries: Entry[] = [];
  const machine = new TarMachine(context, (entry) => void entries.push(entry));
  const window = new Window(source);
  const total = source.size;
  let at = 0;
  /** Bytes read at once: more while headers lie close together. */
  let ahead = LEAST;
  let readTo = 0;

  const read = async (length: number): Promise<Uint8Array> => {
    const hit = window.cached(at, at + length);
    if (hit !== undefined) return hit;
    context.signal.throwIfAborted();
    ahead = at - readTo < LEAST ? Math.min(ahead * 2, MOST) : LEAST;
    readTo = Math.max(at + length, Math.min(at + ahead, total));
    return window.load(at, at + length, at + ahead);
  };

  let inside: 'content' | 'record' | undefined;
  while (machine.need !== 'stop' && inside === undefined && at < total) {
    const length = machine.need === 'header' ? BLOCK : machine.size;
    if (machine.need === 'header') {
      if (at + BLOCK > total) break;
      if (machine.header(await read(BLOCK), 0, at)) at += BLOCK;
    } else if (machine.need === 'record') {
      if (at + length > total) inside = 'record';
      else {
        const bytes = await read(length);
        at += padded(length);
        machine.record(bytes);
      }
    } else {
      if (at + length > total) inside = 'content';
      if (machine.need === 'content' && inside !== undefined) cut(entries, total);
      machine.need = 'header';
      at += padded(length);
    }
  }
  if (machine.need === 'record') inside = 'record';
  else if (machine.need === 'content' || machine.need === 'skip') {
    if (machine.need === 'content') cut(entries, total);
    inside = 'content';
  }
  const tail = inside === undefined && at < total ? await source.bytes(at, total) : new Uint8Array(0);
  machine.finish(total, inside, machine.need === 'stop' ? new Uint8Array(0) : tail);
  return { entries, faults: machine.log.all(), complete: machine.complete };
}

/** The archive ends inside the last member: its content is what is there, and not the whole. */
function cut(entries: Entry[], total: number): void {
  const last = entries.pop();
  if (last === undefined) return;
  const steps = last.steps.map((step) =>
    step.op === 'slice' ? { ...step, end: Math.min(step.end, total) } : step,
  );
  entries.push({ ...last, steps, flags: last.flags | EntryFlag.notInspected });
}
