import { readdirSync, readFileSync } from 'node:fs';

export interface Process {
  readonly pid: number;
  readonly command: string;
  readonly cpuSeconds: number;
  /** The most memory it ever held, as the kernel keeps it. */
  readonly peakBytes: number;
}

const TICKS_PER_SECOND = 100;

/** A process and all that descend from it (Linux). */
export function processTree(root: number): readonly Process[] {
  const parents = new Map<number, number>();
  const processes = new Map<number, Process>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    try {
      // The name in parentheses may hold anything; fields count from behind it.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')
        .map(Number);
      const [, parent = 0] = fields;
      const ticks = (fields[11] ?? 0) + (fields[12] ?? 0);
      const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0';
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      parents.set(pid, parent);
      processes.set(pid, {
        pid,
        command,
        cpuSeconds: ticks / TICKS_PER_SECOND,
        peakBytes: Number(peak) * 1024,
      });
    } catch {
      // It ended while it was looked at.
    }
  }
  const descends = (pid: number | undefined): boolean =>
    pid === root || (pid !== undefined && pid > 1 && descends(parents.get(pid)));
  return [...processes.values()].filter(({ pid }) => descends(pid));
}
