import type { LogEntry } from '../../attest/envelope.ts';
import type { Check } from '../../model/check.ts';
import { check } from '../check.ts';
import type { Rooted } from '../material.ts';
import { logsOf } from './log-promise.ts';

export interface Vouched {
  /** Entries whose promise holds. */
  readonly kept: ReadonlySet<LogEntry>;
  /** Entries proven to be in the tree of a checkpoint. */
  readonly included: ReadonlySet<LogEntry>;
  /** Entries whose checkpoint the log signed. */
  readonly vouched: ReadonlySet<LogEntry>;
}

/**
 * Whether every entry is vouched for by its log, and by how many different logs. From 0.2 on a promise does not stand in
 * for a proof. Two entries of one log count once, whatever else differs.
 */
export function checkEntries(material: Rooted, state: Vouched, threshold: number): Check {
  const { logEntries, rules } = material.envelope;
  const id = 'sigstore.tlog.entries';
  if (material.root === undefined) return check(id, 'absent', 'No accepted root says which logs to believe.');
  if (material.root.logs.length === 0)
    return check(id, 'skipped', 'The root lists no log and asks for none.');
  if (logEntries.length === 0) return check(id, 'absent', 'There is no log entry.');
  const good = logEntries.filter(
    (entry) =>
      (state.included.has(entry) && state.vouched.has(entry)) || (rules === '0.1' && state.kept.has(entry)),
  );
  const logs = new Map(
    good.flatMap((entry) => logsOf(entry, material)).map((log) => [log.key.sha256, log.baseUrl]),
  );
  const against = [...logs.values()].join(', ');
  const evidence = logEntries.map((entry) => ({
    label: `Entry ${entry.logIndex}`,
    value: good.includes(entry) ? 'vouched for' : 'not vouched for',
    at: entry.pointer,
  }));
  if (good.length < logEntries.length) {
    const detail = `${logEntries.length - good.length} of ${logEntries.length} entries are not vouched for by their log.`;
    return check(id, 'fail', detail, { against, evidence });
  }
  if (logs.size < threshold) {
    return check(id, 'fail', `${logs.size} different logs vouch for it; ${threshold} are asked for.`, {
      against,
      evidence,
    });
  }
  return check(
    id,
    'pass',
    `${logs.size === 1 ? 'One log vouches' : `${logs.size} different logs vouch`} for it.`,
    {
      against,
      evidence,
    },
  );
}
