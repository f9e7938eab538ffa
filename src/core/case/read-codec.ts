import type { ByteSource } from '../base/byte-source.ts';
import { concatBytes } from '../base/bytes.ts';
import { createHasher } from '../base/digest.ts';
import { limitFault } from '../base/limits.ts';
import { displayName } from '../base/names.ts';
import { fault } from '../base/result.ts';
import { isImageMarker } from '../image/layout.ts';
import { documentReaderOf } from '../sbom/registry.ts';
import { sniff } from '../sniff/sniff.ts';
import { codecs, streamContainers } from '../unpack/registry.ts';
import type { DecodeEnd } from '../unpack/types.ts';
import { checkApk } from './check-apk.ts';
import { checkStargz } from './check-stargz.ts';
import { checkZstdChunked } from './check-zstd-chunked.ts';
import type { Draft } from './draft.ts';
import { hashHere } from './hash-here.ts';
import { HashingSource } from './hashing-source.ts';
import { firstPath, readAsImage } from './read-tar.ts';
import type { Run } from './run.ts';
import { Spool } from './spool.ts';
import { openerOf, StreamPass } from './stream-pass.ts';

const HEAD = 16_384;

/** A document up to this size is parsed from where it was decoded to; a larger one is fetched back in one piece. */
const IN_MEMORY = 128 * 2 ** 20;

/**
 * Reads a compressed source. A tar inside is read as it streams and belongs to this source; an image is spooled, since
 * its members are read at random; anything else becomes a source of its own, one level deeper.
 */
export async function readCodec(run: Run, draft: Draft, bytes: ByteSource, codecId: string): Promise<void> {
  draft.inside = [{ op: 'decode', codec: codecId }];
  const input = draft.digests.sha256 === undefined ? await hashed(run, draft, bytes) : bytes;
  const inner = new Inner(run, draft, () => statedLength(bytes, codecId));
  const end = await decodeStopped(
    run,
    draft,
    input,
    codecId,
    (chunk) => inner.write(chunk),
    () => inner.stopped,
  );
  const whole = end?.complete === true;
  const { pass, spool } = await inner.finish();
  if (pass === undefined && spool === undefined && whole) {
    draft.report(
      fault(
        'source.empty',
        'error',
        `"${displayName(draft.at.name)}" unpacks to nothing: ${bytes.size.toLocaleString('en')} bytes hold no content.`,
        {
          offset: 0,
        },
      ),
    );
  }
  if (input instanceof HashingSource && input.sha256 !== undefined) draft.digests = { sha256: input.sha256 };
  await hashHere(run, draft, bytes);

  const marked = pass !== undefined && (await pass.finish());
  if (end !== undefined) await checkApk(run, draft, bytes, end);
  if (whole && pass !== undefined) {
    await checkStargz(run, draft, bytes);
    await checkZstdChunked(run, draft, bytes, undefined);
  }
  if (marked) {
    // Image members that came late: decode once more, to read them at random.
    const again = new Spool(run.context.budget, run.context.budget.limits.heldPerCase);
    await decodeInto(
      run,
      draft,
      bytes,
      codecId,
      (chunk) => again.write(chunk),
      () => again.full,
    );
    await readSpooled(run, draft, again, codecId);
  } else if (spool !== undefined) await readSpooled(run, draft, spool, codecId);
}

/**
 * Decodes and reports what the codec had to say; tells whether all was decoded. `stopped` ends it early without a fault
 * of its own.
 */
export async function decodeInto(...args: Parameters<typeof decodeStopped>): Promise<boolean> {
  return (await decodeStopped(...args))?.complete === true;
}

/** The same, with how the decoding ended; `undefined` when it was stopped. */
async function decodeStopped(
  run: Run,
  draft: Draft,
  input: ByteSource,
  codecId: string,
  write: (chunk: Uint8Array) => void | Promise<void>,
  stopped: () => boolean,
): Promise<DecodeEnd | undefined> {
  const codec = codecs.get(codecId);
  if (codec === undefined) throw new Error(`no codec ${codecId}`);
  const stop = new Error('stopped');
  try {
    const end = await codec.decode(
      input,
      async (chunk) => {
        await write(chunk);
        if (stopped()) throw stop;
      },
      run.context,
    );
    draft.reportAll(end.faults);
    return end;
  } catch (thrown) {
    if (thrown !== stop) throw thrown;
    return undefined;
  }
}

async function hashed(run: Run, draft: Draft, bytes: ByteSource): Promise<HashingSource> {
  return new HashingSource(bytes, await createHasher('sha256'), (done) =>
    run.progress('unpacking', done, draft.at.path),
  );
}

async function readSpooled(run: Run, draft: Draft, spool: Spool, codecId: string): Promise<void> {
  const { limits } = run.context.budget;
  const name = innerName(draft.at.name);
  if (spool.full) {
    const limit = draft.at.parent === undefined ? 'parsedDropped' : 'parsedNested';
    draft.report(
      limitFault(
        limit,
        limits,
        `"${displayName(name)}" inside "${displayName(draft.at.name)}" was not opened.`,
        { entry: name, offset: limits[limit] },
      ),
    );
    spool.release();
    return;
  }
  const source = spool.source();
  if (source.size > 0) {
    const first = await firstPath(run, source);
    const isImage =
      first !== undefined && sniff(await source.bytes(0, HEAD), name, source.size).row.id === 'tar';
    if (!isImage || !(await readAsImage(run, draft, source, codecId)))
      await run.read(source, {
        ...draft.child(name, []),
        ...(draft.at.parent === undefined ? { unpackedDrop: true } : {}),
      });
  }
  spool.release();
}

/** Decides, from the first decoded bytes, whether they stream through a pass or are spooled. */
class Inner {
  readonly #run: Run;
  readonly #draft: Draft;
  #head: Uint8Array[] = [];
  #length = 0;
  #pass: StreamPass | undefined;
  #spool: Spool | undefined;
  readonly #expected: () => Promise<number>;

  constructor(run: Run, draft: Draft, expected: () => Promise<number>) {
    this.#run = run;
    this.#draft = draft;
    this.#expected = expected;
  }

  get stopped(): boolean {
    return this.#pass?.stopped === true || this.#spool?.full === true;
  }

  async write(chunk: Uint8Array): Promise<void> {
    if (this.#pass !== undefined) await this.#pass.write(chunk);
    else if (this.#spool !== undefined) this.#spool.write(chunk);
    else {
      this.#head.push(new Uint8Array(chunk));
      this.#length += chunk.length;
      if (this.#length >= HEAD) await this.#decide();
    }
  }

  async finish(): Promise<{ pass: StreamPass | undefined; spool: Spool | undefined }> {
    if (this.#pass === undefined && this.#spool === undefined && this.#length > 0) await this.#decide();
    return { pass: this.#pass, spool: this.#spool };
  }

  async #decide(): Promise<void> {
    const head = concatBytes(this.#head);
    this.#head = [];
    const { budget } = this.#run.context;
    const { row } = sniff(head, innerName(this.#draft.at.name), head.length);
    if (row.id === 'tar') {
      this.#draft.kind = `tar+${this.#draft.kind}`;
      const first = await firstPath(this.#run, head);
      if (first === undefined || !isImageMarker(first)) {
        this.#pass = await StreamPass.start(this.#run, this.#draft);
        await this.#pass.write(head);
        return;
      }
      this.#spool = new Spool(budget, budget.limits.heldPerCase);
    } else if (row.reader !== undefined && streamContainers.get(row.reader) !== undefined) {
      this.#draft.kind = `${row.id}+${this.#draft.kind}`;
      this.#pass = await StreamPass.start(this.#run, this.#draft, openerOf(row.reader));
      await this.#pass.write(head);
      return;
    } else {
      const { parsedDropped, parsedNested } = budget.limits;
      const limit = this.#draft.at.parent === undefined ? parsedDropped : parsedNested;
      this.#spool =
        documentReaderOf(row.id) === undefined
          ? new Spool(budget, limit)
          : new Spool(budget, limit, IN_MEMORY, await this.#expected());
    }
    this.#spool.write(head);
  }
}

/** How much the last member of a gzip file says it holds (RFC 1952, section 2.3.1, ISIZE): a hint; 0 for other codecs. */
async function statedLength(bytes: ByteSource, codecId: string): Promise<number> {
  if (codecId !== 'gzip' || bytes.size < 18) return 0;
  const [a = 0, b = 0, c = 0, d = 0] = await bytes.bytes(bytes.size - 4, bytes.size);
  return a + b * 2 ** 8 + c * 2 ** 16 + d * 2 ** 24;
}

/** Name of what a compressed file holds: `a.json` for `a.json.gz`, `a.tar` for `a.tgz`. */
export function innerName(name: string): string {
  if (/\.(?:tgz|txz|tzst|tbz2?|tlz)$/i.test(name)) return name.replace(/\.[^.]+$/, '.tar');
  return /\.(?:gz|zst|zstd|xz|gzip|bz2|lzma)$/i.test(name)
    ? name.replace(/\.[^.]+$/, '')
    : `${name} (unpacked)`;
}
