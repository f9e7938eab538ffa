import { looksLikeImage } from '../image/layout.ts';
import { sniffStructure } from '../sniff/structures.ts';
import { streamContainers } from '../unpack/registry.ts';
import type { EntrySink, ReadContext, StreamReader } from '../unpack/types.ts';
import { MemberCollector } from './collect.ts';
import type { Draft } from './draft.ts';
import { MemberHasher } from './member-hasher.ts';
import type { Run } from './run.ts';
import { settleWanted } from './wanted.ts';

/** Makes the reader of a container that is read from front to back. */
export type OpenReader = (sink: EntrySink, context: ReadContext) => StreamReader;

/** Opens the container of this id. */
export function openerOf(id: string): OpenReader {
  const container = streamContainers.get(id);
  if (container === undefined) throw new Error(`no container ${id} to stream`);
  return (sink, context) => container.open(sink, context);
}

/** One pass over a container as its bytes come: the shared part of a bare tar, a compressed one, a layer, a payload. */
export class StreamPass {
  readonly #run: Run;
  readonly #draft: Draft;
  readonly #collector: MemberCollector;
  readonly #reader: StreamReader;

  private constructor(run: Run, draft: Draft, collector: MemberCollector, open: OpenReader) {
    this.#run = run;
    this.#draft = draft;
    this.#collector = collector;
    draft.table = collector.table;
    this.#reader = open(collector, run.context);
  }

  static async start(run: Run, draft: Draft, open: OpenReader = openerOf('tar')): Promise<StreamPass> {
    const collector = new MemberCollector(
      await MemberHasher.create(),
      run.catalogs,
      run.context.budget,
      'buffer',
    );
    return new StreamPass(run, draft, collector, open);
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
    await this.#collector.hashed();
    this.#draft.reportAll(end.faults);
    const { table } = this.#collector;
    const paths = Array.from({ length: Math.min(table.length, 10_000) }, (_, i) => table.path(i));
    this.#draft.kind = kindOf(this.#draft.kind, paths);
    return looksLikeImage(paths) !== undefined;
  }
}

/** A streamed container keeps what is wanted in memory; nothing is left to open elsewhere. */
const NOTHING_ELSEWHERE = async (): Promise<void> => undefined;

function kindOf(kind: string, paths: readonly string[]): string {
  const [container, codec] = kind.split('+');
  const structure = container === 'tar' ? sniffStructure(paths) : undefined;
  if (structure === undefined) return kind;
  return codec === undefined ? structure.id : `${structure.id}+${codec}`;
}
