import { linesOf } from '../base/lines.ts';
import { normalizePath } from '../base/names.ts';
import { apkChecksum } from './apk-checksum.ts';
import type { OwnedFile } from './reading-builder.ts';

/** A package of the database. */
export interface ApkRecord {
  /** Line of its first field, from 1. */
  readonly line: number;
  /** Values by the letter of the field; of one given twice the first counts. */
  readonly fields: ReadonlyMap<string, string>;
  readonly files: readonly OwnedFile[];
}

/** Fields that stand once for each folder or file: folder, its owner and mode, file, its owner and mode, its checksum. */
const FILE_FIELDS = new Set(['F', 'M', 'R', 'a', 'Z']);
/** What apk does not overwrite when it was changed (protected_paths.d). */
const PROTECTED = 'etc/';
/** Owner and mode of a link: its checksum is of where it leads. */
const LINK_MODE = /:777(?::|$)/;

/** Reads `installed`, record by record: `X:value` lines, separated by empty ones. `onError` gets lines that are none. */
export function* apkRecords(text: string, onError: (line: number) => void): Generator<ApkRecord> {
  let draft: Draft | undefined;
  let number = 0;
  for (const line of linesOf(text)) {
    number++;
    if (line === '') {
      if (draft !== undefined) yield draft.done();
      draft = undefined;
    } else if (line[1] !== ':') onError(number);
    else {
      draft ??= new Draft(number);
      draft.add(line[0] ?? '', line.slice(2));
    }
  }
  if (draft !== undefined) yield draft.done();
}

class Draft {
  readonly #line: number;
  readonly #fields = new Map<string, string>();
  readonly #files: OwnedFile[] = [];
  #folder = '';
  #path = '';
  #mode = '';
  #digest: string | undefined;

  constructor(line: number) {
    this.#line = line;
  }

  add(letter: string, value: string): void {
    if (!FILE_FIELDS.has(letter)) {
      if (!this.#fields.has(letter)) this.#fields.set(letter, value);
      return;
    }
    if (letter === 'a') this.#mode = value;
    else if (letter === 'Z') this.#digest = apkChecksum(value);
    else if (letter !== 'M') {
      this.#endFile();
      if (letter === 'F') this.#folder = value;
      else this.#path = normalizePath(`${this.#folder}/${value}`);
    }
  }

  done(): ApkRecord {
    this.#endFile();
    return { line: this.#line, fields: this.#fields, files: this.#files };
  }

  #endFile(): void {
    if (this.#path !== '') {
      const digest = LINK_MODE.test(this.#mode) ? undefined : this.#digest;
      this.#files.push({ path: this.#path, digest, mayDiffer: this.#path.startsWith(PROTECTED) });
    }
    this.#path = '';
    this.#mode = '';
    this.#digest = undefined;
  }
}
