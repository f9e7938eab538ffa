import { limitFault } from '../base/limits.ts';
import type { Fault } from '../base/result.ts';
import type { ReadContext } from './types.ts';
import { counted, inWords, keptBytes } from './wording.ts';

/**
 * Input bytes that may still be as plain as any: deflate reaches 1032:1 on zeros, so a layer that begins with a run of
 * them would be stopped although it stays far below the ratio as a whole.
 */
const GRACE = 16_384;

/** Counts what a codec produces against the case's budget and ratio, before it is handed on. */
export class ExpansionMeter {
  readonly #context: ReadContext;
  readonly #title: string;
  /** Bytes at the start that were counted already: a second decoder begins where the first one failed. */
  readonly #counted: number;
  produced = 0;

  constructor(context: ReadContext, title: string, counted = 0) {
    this.#context = context;
    this.#title = title;
    this.#counted = counted;
  }

  /** Whether `amount` bytes more, out of `consumed` in all, are more than the ratio allows. */
  tooDense(amount: number, consumed: number): boolean {
    const { limits } = this.#context.budget;
    const produced = this.produced + amount;
    return produced > limits.expansionFloor && produced > limits.expansionRatio * (consumed + GRACE);
  }

  /** Counts `amount` bytes, out of `consumed` of input in all; a fault when they must not be handed on. */
  admit(amount: number, consumed: number): Fault | undefined {
    const { budget } = this.#context;
    if (this.tooDense(amount, consumed)) {
      const what = `The ${this.#title} stream expands ${counted(consumed, 'byte')} to ${inWords(this.produced + amount)} or more. ${keptBytes(this.produced)}`;
      return limitFault('expansionRatio', budget.limits, what, { offset: consumed });
    }
    const fresh = Math.max(0, this.produced + amount - Math.max(this.produced, this.#counted));
    if (!budget.take('expanded', fresh)) {
      const what = `The ${this.#title} stream expands to more than may be unpacked. ${keptBytes(this.produced)}`;
      return limitFault('expandedPerCase', budget.limits, what, { offset: consumed });
    }
    this.produced += amount;
    return undefined;
  }
}
