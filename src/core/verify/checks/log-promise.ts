import type { LogEntry } from '../../attest/envelope.ts';
import { toBase64 } from '../../base/base64.ts';
import { encodeUtf8, equalBytes, toHex } from '../../base/bytes.ts';
import type { Check, CheckStatus } from '../../model/check.ts';
import { check, worst } from '../check.ts';
import type { Rooted } from '../material.ts';
import type { TransparencyLog } from '../trust-root.ts';
import { timeText, within } from '../window.ts';
import type { VerifiedTime } from './time.ts';

export interface PromisesResult {
  readonly check: Check;
  readonly times: readonly VerifiedTime[];
  /** Entries whose promise holds. */
  readonly kept: ReadonlySet<LogEntry>;
}

interface Judged {
  readonly status: CheckStatus;
  readonly detail: string;
  readonly log?: TransparencyLog;
}

/** Verifies each signed entry timestamp, and with it the entry's time, under the key of its log. */
export async function checkPromises(material: Rooted): Promise<PromisesResult> {
  const entries = material.envelope.logEntries;
  const promised = entries.filter(({ promise }) => promise !== undefined);
  const times: VerifiedTime[] = [];
  const kept = new Set<LogEntry>();
  const judged: Judged[] = [];
  for (const entry of promised) {
    const result = await judge(entry, material);
    judged.push(result);
    if (result.log === undefined || result.status !== 'pass') continue;
    kept.add(entry);
    times.push({ source: 'log', time: Number(entry.integratedTime) * 1000, by: result.log.baseUrl });
  }
  const evidence = judged.map(({ detail }, index) => ({
    label: 'Promise',
    value: detail,
    at: `${promised[index]?.pointer ?? ''}/inclusionPromise`,
  }));
  const id = 'sigstore.tlog.set';
  if (judged.length === 0) {
    return { check: check(id, 'absent', 'No entry has a promise of the log.'), times, kept };
  }
  const status = worst(judged.map((result) => result.status));
  const detail = judged.find((result) => result.status === status)?.detail ?? '';
  const against = judged.flatMap(({ log }) => log?.baseUrl ?? []).join(', ');
  return { check: check(id, status, detail, { against, evidence }), times, kept };
}

/** The logs of the root with this entry's log id. */
export function logsOf(entry: LogEntry, material: Rooted): readonly TransparencyLog[] {
  const { logId } = entry;
  if (logId === undefined) return [];
  return material.root?.logs.filter(({ id }) => equalBytes(id, logId)) ?? [];
}

async function judge(entry: LogEntry, material: Rooted): Promise<Judged> {
  const { promise, body, logId, integratedTime, logIndex } = entry;
  if (promise === undefined || body === undefined || logId === undefined) {
    return { status: 'fail', detail: 'The entry is not whole.' };
  }
  const logs = logsOf(entry, material);
  if (logs.length === 0) return unknownLog(material, logId);
  const time = Number(integratedTime) * 1000;
  // The canonical JSON (RFC 8785) of the entry; its members are texts and whole numbers.
  const message = encodeUtf8(
    `{"body":"${toBase64(body)}","integratedTime":${integratedTime},"logID":"${toHex(logId)}","logIndex":${logIndex}}`,
  );
  for (const log of logs) {
    if (!(await material.verifier.verify(log.key, log.scheme, promise, message))) continue;
    if (within(log.validFor, time)) {
      return {
        status: 'pass',
        detail: `${log.baseUrl} signed for ${timeText(time)} and index ${logIndex}.`,
        log,
      };
    }
    return {
      status: 'fail',
      detail: `The log's time, ${timeText(time)}, is outside the time in which the root trusts its key.`,
    };
  }
  return {
    status: 'fail',
    detail: `The promise is not signed by ${logs[0]?.baseUrl ?? 'the log'}, or not for this entry.`,
  };
}

/** A log that the root does not list: with a root that lists logs, an entry must be in one of them. */
export function unknownLog(material: Rooted, logId: Uint8Array): { status: CheckStatus; detail: string } {
  const detail = `No log with the id ${toHex(logId).slice(0, 16)}… is in the root.`;
  if (material.root === undefined)
    return { status: 'absent', detail: 'No accepted root says which logs to believe.' };
  return { status: material.root.logs.length === 0 ? 'skipped' : 'fail', detail };
}
