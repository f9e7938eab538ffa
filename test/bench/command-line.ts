import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { Round } from './round.ts';

export interface CommandLineRound extends Round {
  readonly peakBytes: number;
}

const CLI = resolve(import.meta.dirname, '../../dist/cli.js');

/** Loaded before the command line: when it ends, it tells what the process used, threads included. */
const TELL = `process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  require('node:fs').writeSync(3, JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e6, peak: maxRSS * 1024 }));
});`;

export async function readByCommandLine(path: string): Promise<CommandLineRound> {
  const preload = `data:text/javascript,${encodeURIComponent(`import { createRequire } from 'node:module'; const require = createRequire('/'); ${TELL}`)}`;
  const began = performance.now();
  const child = spawn(process.execPath, ['--import', preload, CLI, 'inspect', path, '--json'], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  let told = '';
  child.stdio[3]?.on('data', (data) => {
    told += data;
  });
  const status = await new Promise((end) => child.once('close', end));
  const wallSeconds = (performance.now() - began) / 1000;
  if (status !== 0) throw new Error(`loupe inspect ended with ${status}`);
  const { cpu, peak }: { cpu: number; peak: number } = JSON.parse(told);
  return { wallSeconds, cpuSeconds: cpu, peakBytes: peak };
}
