import type { Entry } from '../model/entry-table.ts';
import { EntryFlag } from '../model/entry-table.ts';
import { admitHoles, SparseExpander } from './sparse.ts';
import { BLOCK, padded } from './tar-header.ts';
import { type Content, TarMachine } from './tar-machine.ts';
import type { EntrySink, ReadContext, StreamEnd, StreamReader } from './types.ts';

/** Reads a tar from front to back as it comes. File data is handed on as views of the chunks, never copied. */
export class TarStream implements StreamReader {
  readonly #sink: EntrySink;
  readonly #context: ReadContext;
  readonly #machine: TarMachine;
  /** Bytes pushed before the current chunk. */
  #offset = 0;
  /** Bytes left of the content, which is passed over when nobody wants it, and of the padding behind it. */
  #content = 0;
  #wanted = true;
  #padding = 0;
  #expander: SparseExpander | undefined;
  /** A header or record that a chunk border cuts. */
  #carry = new Uint8Array(BLOCK);
  #carried = 0;

  constructor(sink: EntrySink, context: ReadContext) {
    this.#sink = sink;
    this.#context = context;
    this.#machine = new TarMachine(context, (entry, content) => this.#member(entry, content));
  }

  get stopped(): boolean {
    return this.#machine.need === 'stop';
  }

  push(chunk: Uint8Array): void {
    this.#context.signal.throwIfAborted();
    let at = 0;
    while (at < chunk.length && !this.stopped) {
      if (this.#content > 0) at += this.#feed(chunk, at);
      else if (this.#padding > 0) {
        const passed = Math.min(this.#padding, chunk.length - at);
        this.#padding -= passed;
        at += passed;
      } else at += this.#structure(chunk, at);
    }
    this.#offset += chunk.length;
  }

  finish(): StreamEnd {
    const machine = this.#machine;
    const cut = this.#content > 0 && !this.stopped;
    const inside = cut ? 'content' : machine.need === 'record' ? 'record' : undefined;
    machine.finish(this.#offset, inside, this.#carry.subarray(0, this.#carried));
    if (cut && this.#wanted) this.#sink.end(false);
    this.#content = 0;
    return { faults: machine.log.all(), complete: machine.complete, entries: machine.count };
  }

  /** Reads a header or record, or the part of one that the chunk has; returns the bytes used. */
  #structure(chunk: Uint8Array, at: number): number {
    const machine = this.#machine;
    const record = machine.need === 'record';
    const length = record ? machine.size : BLOCK;
    if (this.#carried === 0 && chunk.length - at >= length) {
      const used = this.#take(chunk, at, length, this.#offset + at);
      return used ? length : 0;
    }
    if (this.#carry.length < length) this.#carry = new Uint8Array(length);
    const part = Math.min(length - this.#carried, chunk.length - at);
    this.#carry.set(chunk.subarray(at, at + part), this.#carried);
    this.#carried += part;
    if (this.#carried < length) return part;
    this.#carried = 0;
    const used = this.#take(this.#carry, 0, length, this.#offset + at + part - length);
    // The block was content after all: hand it on from the carry.
    if (!used) this.#padding -= BLOCK - this.#feed(this.#carry.subarray(0, BLOCK), 0);
    return part;
  }

  #take(bytes: Uint8Array, at: number, length: number, offset: number): boolean {
    const machine = this.#machine;
    if (machine.need === 'record') {
      // Before the machine goes on: content that it announces sets its own.
      this.#padding = padded(length) - length;
      machine.record(bytes.subarray(at, at + length));
      this.#arm();
      return true;
    }
    const used = machine.header(bytes, at, offset);
    this.#arm();
    return used;
  }

  /** Prepares for the content that the machine announced. */
  #arm(): void {
    const machine = this.#machine;
    if (machine.need !== 'content' && machine.need !== 'skip') return;
    this.#content = machine.size;
    this.#wanted = machine.need === 'content';
    this.#padding = padded(machine.size) - machine.size;
    machine.need = 'header';
  }

  #member(entry: Entry, content: Content): void {
    const machine = this.#machine;
    if (typeof content === 'object') {
      const refused = admitHoles(entry.size, machine.size, this.#context, entry.path, entry.headerOffset);
      if (refused !== undefined) {
        machine.log.push(refused);
        this.#sink.entry({ ...entry, flags: entry.flags | EntryFlag.notInspected });
        this.#sink.end(false);
        if (machine.need === 'content') machine.need = 'skip';
        return;
      }
      this.#expander = new SparseExpander(content, entry.size);
    }
    this.#sink.entry(entry);
    if (content === 'unreadable') this.#sink.end(false);
    else if (machine.need === 'header') this.#endContent();
  }

  /** Hands on content from `at`; returns the bytes used. */
  #feed(chunk: Uint8Array, at: number): number {
    const length = Math.min(this.#content, chunk.length - at);
    const data = length === chunk.length ? chunk : chunk.subarray(at, at + length);
    this.#content -= length;
    if (!this.#wanted) return length;
    if (this.#expander === undefined) this.#sink.data(data);
    else for (const part of this.#expander.push(data)) this.#sink.data(part);
    if (this.#content === 0) this.#endContent();
    return length;
  }

  #endContent(): void {
    if (this.#expander !== undefined) for (const part of this.#expander.finish()) this.#sink.data(part);
    this.#expander = undefined;
    this.#sink.end(true);
  }
}
