import type { ByteSource } from '../base/byte-source.ts';
import { createHasher } from '../base/digest.ts';
import { Budget } from '../base/limits.ts';
import { isImageMarker, looksLikeImage } from '../image/layout.ts';
import type { Entry } from '../model/entry-table.ts';
import { sniffStructure } from '../sniff/structures.ts';
import { randomContainers, streamContainers } from '../unpack/registry.ts';
import type { StreamReader } from '../unpack/types.ts';
import { MemberCollector } from './collect.ts';
import type { Draft } from './draft.ts';
import { hashHere } from './hash-here.ts';
import { HashingSource } from './hashing-source.ts';
import { readImage } from './read-image.ts';
import type { Run } from './run.ts';
import { settleWanted } from './wanted.ts';

/**
 * Reads an uncompressed tar: as an image, by hopping over the headers, when its members say so; else in one pass from
 * front to back that hashes the tar and every file in it.
 */
export async function readTar(run: Run, draft: Draft, bytes: ByteSource): Promise<void> {
  const first = await firstPath(run, bytes);
  if (first !== undefined && isImageMarker(first) && (await readAsImage(run, draft, bytes))) return;
  const hashing = new HashingSource(bytes, await createHasher('sha256'), (done) =>
    run.progress('unpacking', done, draft.at.path),
  );
  const pass = await TarPass.start(run, draft);
  for await (const chunk of hashing.stream()) {
    await pass.write(chunk);
    if (pass.stopped) break;
  }
  const marked = await pass.finish();
  if (hashing.sha256 !== undefined) draft.digests = { sha256: hashing.sha256 };
  await hashHere(run, draft, bytes);
  // Image members that came late in the file: read again, this time as an image.
  if (marked && first !== undefined && !isImageMarker(first)) await readAsImage(run, draft, bytes);
}

/** Reads a tar as an image if its members are an image's; `codec` names what the tar was decoded from. */
export async function readAsImage(
  run: Run,
  draft: Draft,
  bytes: ByteSource,
  codec?: string,
): Promise<boolean> {
  const listing = await randomContainers.get('tar')?.list(bytes, run.context);
  if (listing === undefined || looksLikeImage(listing.entries.map((entry) => entry.path)) === undefined)
    return false;
  draft.report(...listing.faults);
  await readImage(run, draft, bytes, listing.entries, codec);
  await hashHere(run, draft, bytes);
  return true;
}

/** Path of the first member, from its headers alone. */
export async function firstPath(run: Run, bytes: ByteSource | Uint8Array): Promise<string | undefined> {
  const found: string[] = [];
  const sink = { entry: (entry: Entry) => void found.push(entry.path), data: () => {}, end: () => {} };
  const context = { ...run.context, budget: new Budget(run.context.budget.limits) };
  const reader = streamContainers.get('tar')?.open(sink, context);
  reader?.push(bytes instanceof Uint8Array ? bytes : await bytes.bytes(0, 16_384));
  return found.find((path) => path !== '');
}

/** One pass over a tar as its bytes come: the shared part of a bare tar, a compressed tar and a layer. */
export class TarPass {
  readonly #run: Run;
  readonly #draft: Draft;
  readonly #collector: MemberCollector;
  readonly #reader: StreamReader;

  private constructor(run: Run, draft: Draft, collector: MemberCollector) {
    this.#run = run;
    this.#draft = draft;
    this.#collector = collector;
    draft.table = collector.table;
    const tar = streamContainers.get('tar');
    if (tar === undefined) throw new Error('no tar reader');
    this.#reader = tar.open(collector, run.context);
  }

  static async start(run: Run, draft: Draft): Promise<TarPass> {
    const collector = new MemberCollector(
      await createHasher('sha256'),
      run.catalogs,
      run.context.budget,
      'buffer',
    );
    return new TarPass(run, draft, collector);
  }

  /** True once a limit or fault makes the rest pointless. */
  get stopped(): boolean {
    return this.#reader.stopped;
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#reader.push(chunk);
    await settleWanted(this.#run, this.#draft, this.#collector, NOTHING_ELSEWHERE);
    this.#run.glimpse(this.#draft);
  }

  /** Ends the pass; tells whether the members look like an image's. */
  async finish(): Promise<boolean> {
    const end = this.#reader.finish();
    await settleWanted(this.#run, this.#draft, this.#collector, NOTHING_ELSEWHERE);
    this.#draft.report(...end.faults);
    const { table } = this.#collector;
    const paths = Array.from({ length: Math.min(table.length, 10_000) }, (_, i) => table.path(i));
    this.#draft.kind = kindOf(this.#draft.kind, paths);
    return looksLikeImage(paths) !== undefined;
  }
}

/** A streamed tar keeps what is wanted in memory; nothing is left to open elsewhere. */
const NOTHING_ELSEWHERE = async (): Promise<void> => undefined;

function kindOf(kind: string, paths: readonly string[]): string {
  const [, codec] = kind.split('+');
  const structure = sniffStructure(paths);
  if (structure === undefined || kind === 'layer') return kind;
  return codec === undefined ? structure.id : `${structure.id}+${codec}`;
}
