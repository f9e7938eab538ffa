import { displayName } from '../base/names.ts';
import { type Fault, fault, type Severity } from '../base/result.ts';

const IN_FULL = 10;

/**
 * Faults of one archive. The first {@link IN_FULL} of a code are kept as they are, the rest are counted into one more:
 * an archive can be wrong in each of 200,000 members and must not cost as many sentences.
 */
export class FaultLog {
  readonly #faults: Fault[] = [];
  readonly #counts = new Map<string, { seen: number; last: Fault }>();

  add(
    code: string,
    severity: Severity,
    message: string,
    where: { readonly entry?: string | undefined; readonly offset?: number | undefined },
  ): void {
    this.push(fault(code, severity, message, where));
  }

  push(found: Fault): void {
    const count = this.#counts.get(found.code);
    const seen = (count?.seen ?? 0) + 1;
    this.#counts.set(found.code, { seen, last: found });
    if (seen <= IN_FULL) this.#faults.push(found);
  }

  all(): Fault[] {
    const more: Fault[] = [];
    for (const { seen, last } of this.#counts.values()) {
      if (seen <= IN_FULL) continue;
      const rest = (seen - IN_FULL).toLocaleString('en');
      more.push({
        ...last,
        message: `The same is true ${rest} more times; this is the last: ${last.message}`,
      });
    }
    return [...this.#faults, ...more];
  }
}

/** A name in quotes, as a sentence may show it. */
export function quoted(name: string): string {
  const MOST = 200;
  const shown = displayName(name);
  return shown.length <= MOST ? `"${shown}"` : `"${shown.slice(0, MOST)}..."`;
}

/** `1 byte`, `12,000 bytes`. */
export function inBytes(count: number): string {
  return count === 1 ? '1 byte' : `${count.toLocaleString('en')} bytes`;
}
