import { execFileSync } from 'node:child_process';
import type { Round } from './round.ts';

/**
 * `gzip -dc LAYER | tee >(sha256sum) | tar -t`, timed by bash. The fifo does what `>( )` does, with a `sha256sum`
 * that bash waits for and whose time it counts.
 */
const SCRIPT = `
set -euo pipefail
fifo=$(mktemp -u) && mkfifo "$fifo" && trap 'rm -f "$fifo"' EXIT
TIMEFORMAT='%R %U %S'
time { sha256sum < "$fifo" > /dev/null & gzip -dc "$1" | tee "$fifo" | tar -t > /dev/null; wait; }
`;

export function readNatively(path: string): Round {
  const timed = execFileSync('bash', ['-c', `{ ${SCRIPT} } 2>&1`, 'bench', path], { encoding: 'utf8' });
  const [wall = Number.NaN, user = Number.NaN, system = Number.NaN] = timed.trim().split(' ').map(Number);
  return { wallSeconds: wall, cpuSeconds: user + system };
}
