import { BLOCK } from './tar-header.ts';
import { counted, inWords } from './wording.ts';
import type { FaultLog } from './zip-faults.ts';

/**
 * Follows the end of an archive: two zero blocks mark it, and whatever else stands behind them is there for those who
 * read on.
 */
export class TarEnd {
  readonly #log: FaultLog;
  #zeros = 0;
  /** Where the end marker ends. */
  #at: number | undefined;
  #trailing: number | undefined;
  /** Members found behind the end. */
  hidden = 0;

  constructor(log: FaultLog) {
    this.#log = log;
  }

  get reached(): boolean {
    return this.#at !== undefined;
  }

  /** Zero blocks just passed, when the end is not reached. */
  get zeros(): number {
    return this.#zeros;
  }

  zeroBlock(offset: number): void {
    if (!this.reached && ++this.#zeros === 2) this.#at = offset + BLOCK;
  }

  /** A header stands at `offset`: behind the end it is trailing data, behind one zero block it is odd. */
  headerAt(offset: number): void {
    if (this.reached) this.dataAt(offset);
    else if (this.#zeros === 1) this.#loneZero(offset - BLOCK);
    this.#zeros = 0;
  }

  /** Something that is no header stands behind one zero block: the archive ended there. */
  endAtLoneZero(offset: number): void {
    this.#loneZero(offset - BLOCK);
    this.#at = offset;
    this.dataAt(offset);
  }

  /** Something that is not zero stands behind the end. */
  dataAt(offset: number): void {
    this.#trailing ??= offset;
  }

  /** Reports what stands behind the end of an archive of `total` bytes. */
  report(total: number): void {
    if (this.#trailing === undefined) return;
    const members =
      this.hidden === 0 ? '' : ` Among them: ${counted(this.hidden, 'member')}, listed as hidden.`;
    this.#log.add(
      'tar.trailing-data',
      'warning',
      `The archive ends at byte ${inWords(this.#at ?? this.#trailing)}, but data follow from byte ${inWords(this.#trailing)} to ${inWords(total)}, which most tools never read.${members}`,
      { offset: this.#trailing },
    );
  }

  #loneZero(offset: number): void {
    this.#log.add(
      'tar.lone-zero',
      'warning',
      'One zero block stands where two end the archive, and more follows: tools differ in whether they read on.',
      { offset },
    );
  }
}
