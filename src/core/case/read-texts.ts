import type { ByteSource } from '../base/byte-source.ts';
import { concatBytes, decodeUtf8Lossy } from '../base/bytes.ts';
import type { FileKey, Step } from '../model/source.ts';
import type { ReadContext } from '../unpack/types.ts';
import { RecordedFiles } from './contents.ts';
import { type EntrySink, passEntries } from './entry-pass.ts';
import type { CaseModel, TreeId } from './model.ts';

/** Longer texts are named and not taken in. */
export const LONGEST_TEXT = 2 ** 20;
/** What all texts together may hold. */
export const MOST_TEXT = 64 * 2 ** 20;

export interface TextPlace {
  readonly tree: TreeId;
  readonly path: string;
}

/** A text of the artifact, or why it is not here. `sha256`: of the file's bytes, as measured when they were first read. */
export type ReadText =
  | { readonly text: string; readonly sha256: string | undefined }
  | { readonly missing: string; readonly sha256: string | undefined };

/** What is needed to open the dropped files again. */
export interface TextAccess {
  readonly open: (file: FileKey) => ByteSource | undefined;
  readonly context: (file: FileKey) => ReadContext;
}

interface Entry {
  readonly keys: readonly string[];
  readonly sha256: string | undefined;
  readonly steps: readonly Step[];
}

interface Container {
  readonly file: FileKey;
  readonly steps: readonly Step[];
  readonly entries: Map<number, Entry>;
}

/** `tree`, `path`: the same for the same file. */
export function placeKey({ tree, path }: TextPlace): string {
  return `${tree}\0${path}`;
}

/**
 * Reads files of the case's trees as text, in the order asked for as far as the budget goes: a container that is
 * compressed is decoded once. Holds nothing but the texts.
 */
export async function readTexts(
  model: CaseModel,
  places: readonly TextPlace[],
  access: TextAccess,
): Promise<ReadonlyMap<string, ReadText>> {
  const texts = new Map<string, ReadText>();
  const containers = new Map<string, Container>();
  const files = new Map(model.trees.map((tree) => [tree.id, new RecordedFiles(tree)]));
  let held = 0;
  for (const place of places) {
    const recorded = files.get(place.tree);
    const entry = recorded?.entry(place.path);
    const at = entry && recorded?.locate(entry);
    const key = placeKey(place);
    if (at === undefined || entry === undefined) {
      texts.set(key, { missing: 'It is no longer there.', sha256: undefined });
      continue;
    }
    const { layer, index } = at;
    const sha256 = layer.table.sha256(index);
    // Images may share a layer: a file of it is read once.
    const id = `${layer.file}\0${layer.source}`;
    const container = containers.get(id) ?? { file: layer.file, steps: layer.steps, entries: new Map() };
    const known = container.entries.get(index);
    const missing = known === undefined ? tooMuch(entry.size, held) : undefined;
    if (missing !== undefined) {
      texts.set(key, { missing, sha256 });
      continue;
    }
    if (known === undefined) held += entry.size;
    containers.set(id, container);
    const keys = [...(known?.keys ?? []), key];
    container.entries.set(index, { keys, sha256, steps: layer.table.steps(index) });
  }
  for (const { file, steps, entries } of containers.values()) {
    const bytes = access.open(file);
    const sink = new TextSink();
    const order = { steps, entries: [...entries.values()] };
    if (bytes !== undefined) await passEntries(bytes, order, sink, access.context(file), () => {});
    for (const { keys, sha256 } of entries.values()) {
      for (const key of keys) {
        const text = sink.texts.get(key);
        texts.set(
          key,
          text === undefined ? { missing: 'It cannot be read any more.', sha256 } : { text, sha256 },
        );
      }
    }
  }
  return texts;
}

function tooMuch(size: number, held: number): string | undefined {
  const is = `It is ${size.toLocaleString('en')} bytes long`;
  if (size > LONGEST_TEXT)
    return `${is}; texts of more than ${LONGEST_TEXT.toLocaleString('en')} bytes are not taken in.`;
  if (held + size > MOST_TEXT)
    return `${is}; no more than ${MOST_TEXT.toLocaleString('en')} bytes of text are taken in.`;
  return undefined;
}

class TextSink implements EntrySink<Entry> {
  readonly texts = new Map<string, string>();
  #entry: Entry | undefined;
  #parts: Uint8Array[] = [];

  begin(entry: Entry): void {
    this.#entry = entry;
    this.#parts = [];
  }

  update(chunk: Uint8Array): void {
    if (chunk.length > 0) this.#parts.push(new Uint8Array(chunk));
  }

  end(): void {
    const text = decodeUtf8Lossy(concatBytes(this.#parts));
    for (const key of this.#entry?.keys ?? []) this.texts.set(key, text);
    this.abandon();
  }

  abandon(): void {
    this.#entry = undefined;
    this.#parts = [];
  }
}
