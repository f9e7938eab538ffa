import type { ByteSource } from '../base/byte-source.ts';
import { limitFault } from '../base/limits.ts';
import type { ReadContext } from './types.ts';
import type { End } from './zip-end.ts';
import type { FaultLog } from './zip-faults.ts';
import { type CentralHeader, centralLength, FIXED, parseCentral, SIGNATURE, viewOf } from './zip-records.ts';

const PIECE = 1 << 20;
/** A central header held in memory, about. */
const HELD = 512;

/** The central directory as read: headers in its order, and where reading stopped. */
export interface Directory {
  readonly headers: readonly CentralHeader[];
  /** Just behind the last header. */
  readonly end: number;
  /** False when headers may be missing: damage or a limit. */
  readonly complete: boolean;
  /** Whether a limit kept headers from being read: bytes of their members are then not to be called unclaimed. */
  readonly limited: boolean;
  /** Bytes counted as held; the caller gives them back. */
  readonly held: number;
}

/**
 * Reads central headers one behind the other as long as there are any before the end record, whatever count and size
 * the end record states, in pieces of a mebibyte.
 */
export async function readDirectory(
  source: ByteSource,
  end: End,
  context: ReadContext,
  log: FaultLog,
): Promise<Directory> {
  const { budget, signal } = context;
  const headers: CentralHeader[] = [];
  const stop = end.directory.end;
  let at = end.directory.start;
  let held = 0;
  let complete = true;
  let limited = false;
  let bytes = new Uint8Array(0);
  let view = viewOf(bytes);
  let pieceStart = at;

  const need = async (length: number): Promise<void> => {
    if (at - pieceStart + length <= bytes.length) return;
    signal.throwIfAborted();
    pieceStart = at;
    bytes = await source.bytes(at, Math.min(stop, at + Math.max(length, PIECE)));
    view = viewOf(bytes);
  };
  const refuse = (limit: 'entriesPerArchive' | 'entriesPerCase' | 'heldPerCase', what: string): void => {
    log.push(
      limitFault(limit, budget.limits, what, { offset: at, kept: headers.length > 0 ? 'before' : 'nothing' }),
    );
    limited = true;
  };

  while (at < stop) {
    await need(FIXED.central);
    const local = at - pieceStart;
    if (bytes.length - local < 4 || view.getUint32(local, true) !== SIGNATURE.central) break;
    const length = centralLength(view, local);
    if (length === undefined || at + length > stop) {
      complete = false;
      log.add(
        'zip.directory-damaged',
        'error',
        `Header ${headers.length + 1} of the central directory runs past its end. The ${headers.length.toLocaleString('en')} members before it are listed.`,
        { offset: at },
      );
      break;
    }
    await need(length);
    if (headers.length >= budget.limits.entriesPerArchive) {
      refuse('entriesPerArchive', 'The central directory lists more members than one archive may have.');
      break;
    }
    const cost = HELD + length;
    if (!budget.take('held', cost)) {
      refuse('heldPerCase', 'The central directory does not fit into memory.');
      break;
    }
    held += cost;
    if (!budget.take('entries', 1)) {
      refuse('entriesPerCase', 'The case holds more entries than it may have.');
      break;
    }
    headers.push(parseCentral(bytes, view, at - pieceStart, at));
    at += length;
  }
  if (complete && !limited) checkCount(end, headers.length, log);
  complete &&= !limited && headers.length >= end.count;
  return { headers, end: at, complete, limited, held };
}

function checkCount(end: End, read: number, log: FaultLog): void {
  if (read === end.count) return;
  const where = { offset: end.offset };
  if (end.narrowCount && read % 65_536 === end.count) {
    log.add(
      'zip.count-wrapped',
      'info',
      `The archive lists ${read.toLocaleString('en')} members without zip64 records, so its end record counts ${end.count}. All are listed.`,
      where,
    );
    return;
  }
  log.add(
    'zip.count-differs',
    'error',
    `The end record counts ${end.count.toLocaleString('en')} members, the central directory lists ${read.toLocaleString('en')}. Those it lists are shown.`,
    where,
  );
}
