import { DEFAULT_LIMITS, type Limits } from '../core/base/limits.ts';
import { UsageError } from './usage.ts';

/** The limits with those of `--limit NAME=N` raised, or lowered. @throws UsageError for a name or number that is none. */
export function readLimits(settings: readonly string[]): Limits {
  const raised: Partial<Record<keyof Limits, number>> = {};
  for (const setting of settings) {
    const [name = '', value = ''] = setting.split('=');
    if (!isLimit(name)) {
      throw new UsageError(
        `--limit: no limit "${name}"; there are ${Object.keys(DEFAULT_LIMITS).join(', ')}`,
      );
    }
    const number = Number(value);
    if (!Number.isFinite(number) || number <= 0)
      throw new UsageError(`--limit ${name}: "${value}" is not a positive number`);
    raised[name] = number;
  }
  return { ...DEFAULT_LIMITS, ...raised };
}

function isLimit(name: string): name is keyof Limits {
  return Object.hasOwn(DEFAULT_LIMITS, name);
}
