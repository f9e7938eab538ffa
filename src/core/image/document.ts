import { type DigestAlgorithm, digestBytes } from '../base/digest.ts';
import { readJson } from '../base/json.ts';
import { isJsonObject, type JsonObject } from '../base/json-shape.ts';
import { limitFault } from '../base/limits.ts';
import { type Fault, fault } from '../base/result.ts';
import type { ReadContext } from '../unpack/types.ts';
import { FaultLog, quoted } from '../unpack/zip-faults.ts';
import type { Descriptor } from './descriptor.ts';
import { readDigest } from './descriptor.ts';
import type { FileIndex } from './file-index.ts';
import type { HeldDocument, ImageFile } from './plan.ts';

/** The bytes of a document, measured, and what they say. */
interface ReadBytes {
  readonly path: string;
  readonly size: number;
  /** By algorithm: SHA-256, and what the path of a blob names. */
  readonly digests: ReadonlyMap<string, string>;
  /** Absent when the bytes are not JSON. */
  readonly value: unknown;
}

/** A document that was asked for: held against what is stated of it, and parsed if it could be. */
export interface Document {
  readonly held: HeldDocument;
  /** The parsed object; absent when the file is not there or holds no JSON object. */
  readonly object: JsonObject | undefined;
  /** The parsed value when it is no object: the manifest of a docker-archive is a list. */
  readonly value: unknown;
}

/** Reads the JSON documents of an image archive: each once, as raw bytes, hashed as raw bytes. */
export class DocumentReader {
  readonly files: FileIndex;
  readonly #log = new FaultLog();
  /** Whether something that should have been read was not. */
  incomplete = false;
  readonly #context: ReadContext;
  readonly #read = new Map<ImageFile, ReadBytes | string>();

  constructor(files: FileIndex, context: ReadContext) {
    this.files = files;
    this.#context = context;
  }

  get limits(): ReadContext['budget']['limits'] {
    return this.#context.budget.limits;
  }

  /** The document a descriptor names. `what` begins sentences: `the config`. */
  async byDescriptor(descriptor: Descriptor, what: string, entry: string | undefined): Promise<Document> {
    const { digest, size } = descriptor;
    const nothing = (path: string | undefined, reason: string): Document => ({
      held: { path, digest, size, measured: undefined, reason },
      object: undefined,
      value: undefined,
    });
    if (digest === undefined) {
      this.report(
        fault('image.descriptor-invalid', 'error', `The descriptor of ${what} states no digest.`, { entry }),
      );
      return nothing(undefined, `The descriptor of ${what} states no digest.`);
    }
    const read = readDigest(digest);
    if (read.state === 'invalid') {
      const shown = quoted(digest);
      this.report(
        fault(
          'image.digest-invalid',
          'error',
          `${shown}, stated as the digest of ${what}, is not a digest. It was not used as a path.`,
          {
            entry,
          },
        ),
      );
      return nothing(undefined, `${shown} is not a digest.`);
    }
    const file = this.files.resolve(read.path);
    if (file === undefined) return nothing(read.path, `${quoted(read.path)} is not in the file.`);
    return this.#held(file, read.path, digest, size, read.state === 'known' ? read.algorithm : undefined);
  }

  /** The document at a path; `digest` is what its name states, if anything. */
  async byPath(path: string, digest?: string): Promise<Document | undefined> {
    const file = this.files.resolve(path);
    if (file === undefined) return undefined;
    const read = readDigest(digest ?? '');
    return this.#held(file, path, digest, undefined, read.state === 'known' ? read.algorithm : 'sha256');
  }

  /** What was told so far; of many faults of a kind, the first and a count. */
  get faults(): Fault[] {
    return this.#log.all();
  }

  report(...faults: readonly Fault[]): void {
    for (const found of faults) {
      if (found.severity === 'error') this.incomplete = true;
      this.#log.push(found);
    }
  }

  async #held(
    file: ImageFile,
    path: string,
    digest: string | undefined,
    size: number | undefined,
    algorithm: DigestAlgorithm | undefined,
  ): Promise<Document> {
    const read = await this.#bytes(file);
    if (typeof read === 'string') {
      return {
        held: { path, digest, size, measured: undefined, reason: read },
        object: undefined,
        value: undefined,
      };
    }
    const actual = algorithm === undefined ? undefined : read.digests.get(algorithm);
    const held: HeldDocument = {
      path,
      digest,
      size,
      measured: actual === undefined ? undefined : { digest: actual, size: read.size },
      reason: actual === undefined ? 'Loupe does not compute digests of this algorithm.' : undefined,
    };
    return { held, object: isJsonObject(read.value) ? read.value : undefined, value: read.value };
  }

  /** The bytes and their JSON, or the sentence that says why not. */
  async #bytes(file: ImageFile): Promise<ReadBytes | string> {
    const known = this.#read.get(file);
    if (known !== undefined) return known;
    const read = await this.#readOnce(file);
    this.#read.set(file, read);
    return read;
  }

  async #readOnce(file: ImageFile): Promise<ReadBytes | string> {
    const { budget, signal } = this.#context;
    const { limits } = budget;
    signal.throwIfAborted();
    const { path } = this.files.stored(file);
    const tooLarge = file.size > limits.parsedNested ? 'parsedNested' : 'heldPerCase';
    if (tooLarge === 'parsedNested' || !budget.take('held', file.size)) {
      const found = limitFault(tooLarge, limits, `${quoted(path)} is too large to be read as a document.`, {
        entry: path,
        kept: 'nothing',
      });
      this.report(found);
      return found.message;
    }
    let bytes: Uint8Array;
    try {
      bytes = await file.read();
    } catch (thrown) {
      signal.throwIfAborted();
      const found = fault(
        'image.unreadable',
        'error',
        `${quoted(path)} could not be read (${String(thrown)}).`,
        {
          entry: path,
        },
      );
      this.report(found);
      return found.message;
    } finally {
      budget.release('held', file.size);
    }
    const digests = new Map([['sha256', `sha256:${await digestBytes(bytes)}`]]);
    const named = /^blobs\/(sha384|sha512)\//.exec(path)?.[1];
    if (named === 'sha384' || named === 'sha512')
      digests.set(named, `${named}:${await digestBytes(bytes, named)}`);
    return { path, size: bytes.length, digests, value: this.#parse(bytes, path) };
  }

  #parse(bytes: Uint8Array, entry: string): unknown {
    const { limits } = this.#context.budget;
    const values = countValues(bytes);
    if (values > limits.entriesPerCase) {
      const what = `${quoted(entry)} holds about ${values.toLocaleString('en')} values.`;
      this.report(limitFault('entriesPerCase', limits, what, { entry, kept: 'nothing' }));
      return undefined;
    }
    const parsed = readJson(bytes, limits);
    if (!parsed.ok) {
      this.report({ ...parsed.error, message: `${quoted(entry)}: ${parsed.error.message}`, entry });
      return undefined;
    }
    const { duplicates, value } = parsed.value;
    const [first] = duplicates;
    if (first !== undefined) {
      const more = duplicates.length > 1 ? `, and ${duplicates.length - 1} more` : '';
      const message = `${quoted(entry)} has the member ${quoted(first.key)} twice in one object${more}. The last one is used; other tools may use the first.`;
      this.report(fault('image.duplicate-key', 'error', message, { entry, offset: first.offset }));
    }
    return value;
  }
}

/** At least the number of values in a JSON text: bounds what parsing would allocate. */
function countValues(bytes: Uint8Array): number {
  let count = 1;
  for (const byte of bytes) if (byte === 0x2c || byte === 0x5b || byte === 0x7b) count++;
  return count;
}
