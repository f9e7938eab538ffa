import type { LogEntry } from '../../attest/envelope.ts';
import type { Check } from '../../model/check.ts';
import { check } from '../check.ts';
import { timeText } from '../window.ts';

/** A time that an accepted party signed together with the signature. Milliseconds since 1970. */
export interface VerifiedTime {
  readonly source: 'rfc3161' | 'log';
  readonly time: number;
  readonly by: string;
}

/** Whether any time is proven. What only the bundle says is listed as claimed. */
export function checkTime(times: readonly VerifiedTime[], entries: readonly LogEntry[]): Check {
  const proven = times.map(({ source, time, by }) => ({
    label: source === 'log' ? 'Time of the log' : 'Timestamp',
    value: `${timeText(time)} by ${by}`,
  }));
  const claimed = entries
    .filter(
      ({ integratedTime }) =>
        integratedTime > 0n &&
        !times.some(({ source, time }) => source === 'log' && BigInt(time) === integratedTime * 1000n),
    )
    .map(({ integratedTime, pointer }) => ({
      label: 'Claimed, not signed for',
      value: timeText(Number(integratedTime) * 1000),
      at: `${pointer}/integratedTime`,
    }));
  const evidence = [...proven, ...claimed];
  const [first] = times;
  if (first === undefined) {
    return check('sigstore.time', 'absent', 'Nothing that you accept signed for a time of this signature.', {
      evidence,
    });
  }
  const against = times.map(({ by }) => by).join(', ');
  return check('sigstore.time', 'pass', `The signature existed at ${timeText(first.time)}.`, {
    against,
    evidence,
  });
}
