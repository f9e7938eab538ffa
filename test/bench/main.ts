import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { benchAdvisories } from './advisories.ts';
import { type CommandLineRound, readByCommandLine } from './command-line.ts';
import { type BenchImage, dockerArchive, hashNatively, ociArchive } from './images.ts';
import { benchLargeCase } from './large-case.ts';
import { type Layer, layerOf } from './layer.ts';
import { readNatively } from './native.ts';
import { type PageRound, readInPage } from './page.ts';
import { median, type Round } from './round.ts';
import { benchSbom } from './sbom.ts';
import { benchVerify } from './verify.ts';

interface Rounds {
  readonly native: readonly Round[];
  readonly page: readonly PageRound[];
  readonly commandLine: readonly CommandLineRound[];
}

const OUTPUT = resolve(import.meta.dirname, '../../test-output');

/** Reads the same layers natively, in the page and on the command line, in turns, and prints the figures. */
export async function bench(rounds: number): Promise<void> {
  const small = await layerOf(253e6);
  const smallRounds = await measure(small, rounds);
  report('Layer of 253 MB', small, smallRounds);
  const large = await layerOf(1.5e9);
  const largeRounds = await measure(large, 1);
  report('Layer of 1.5 GB, one round', large, largeRounds);

  const peak = (of: Rounds): number => Math.max(...of.page.map(({ peakBytes }) => peakBytes));
  const tasks = [...smallRounds.page, ...largeRounds.page].map(({ longestTaskMs }) => longestTaskMs);
  console.log('\nAgainst the goals (median of the rounds on the smaller layer)');
  goal(
    'wall time, native / page',
    ratio(smallRounds, ({ wallSeconds }) => wallSeconds),
    '>=',
    0.55,
  );
  goal('CPU time, native / renderer', cpuRatio(smallRounds), '>=', 0.5);
  goal('peak memory of the renderer, MB', peak(smallRounds) / 1e6, '<=', 600);
  goal('peak memory at 1.5 GB / at 253 MB', peak(largeRounds) / peak(smallRounds), '<=', 1.2);
  goal('longest task of the main thread, ms', Math.max(...tasks), '<=', 50);
  goal(
    'first row after the drop, ms',
    median(smallRounds.page.map(({ firstRowMs }) => firstRowMs)),
    '<=',
    200,
  );

  await benchImages();

  console.log('\nSigstore bundles on one thread of Node (goal: 1,000 in 5 s)');
  await benchVerify();

  console.log('\nAdvisories at the scale of npm, in Chromium');
  await benchAdvisories();

  console.log('\nA document of 63,666 components, in Chromium');
  await benchSbom();

  console.log('\n20,000 components held against advisories at the scale of npm, in Chromium');
  await benchLargeCase();

  mkdirSync(OUTPUT, { recursive: true });
  writeFileSync(
    join(OUTPUT, 'bench.json'),
    JSON.stringify({ small, smallRounds, large, largeRounds }, null, 1),
  );
}

/** Whole images: a `docker save` of 1.5 GB and an OCI archive of 800 MB, and one of half the size for each. */
export async function benchImages(): Promise<void> {
  await benchImage(
    'docker-archive, plain layers',
    await dockerArchive(3, 250e6),
    await dockerArchive(6, 250e6),
  );
  await benchImage('OCI archive, gzip layers', await ociArchive(4, 250e6), await ociArchive(8, 250e6));
}

async function benchImage(title: string, half: BenchImage, whole: BenchImage): Promise<void> {
  const native = hashNatively(whole);
  const small = await readInPage(half.path);
  const large = await readInPage(whole.path);
  console.log(`\n${title}: ${(whole.bytes / 1e6).toFixed(0)} MB, load ${loadavg()[0]?.toFixed(1)}`);
  console.log(
    `  native: CPU ${native.cpuSeconds.toFixed(2)} s; page: wall ${large.wallSeconds.toFixed(2)} s, CPU ${large.rendererCpuSeconds.toFixed(2)} s`,
  );
  goal('CPU time, renderer / native', large.rendererCpuSeconds / native.cpuSeconds, '<=', 3);
  goal('peak memory of the renderer, MB', large.peakBytes / 1e6, '<=', 600);
  const growth = large.rendererCpuSeconds / small.rendererCpuSeconds / (whole.bytes / half.bytes);
  goal('CPU time a byte, whole / half', growth, '<=', 1.2);
}

async function measure({ path }: Layer, rounds: number): Promise<Rounds> {
  const native: Round[] = [];
  const page: PageRound[] = [];
  const commandLine: CommandLineRound[] = [];
  for (let i = 0; i < rounds; i++) {
    console.log(
      `round ${i + 1} of ${rounds}, load ${loadavg()
        .map((load) => load.toFixed(1))
        .join(' ')}`,
    );
    native.push(readNatively(path));
    page.push(await readInPage(path));
    commandLine.push(await readByCommandLine(path));
  }
  return { native, page, commandLine };
}

function report(
  title: string,
  { files, packed, unpacked }: Layer,
  { native, page, commandLine }: Rounds,
): void {
  const megabytes = unpacked / 1e6;
  console.log(
    `\n${title}: ${files.toLocaleString('en-US')} files, ${megabytes.toFixed(0)} MB unpacked, ${(packed / 1e6).toFixed(0)} MB packed; ${cpus().length} processors`,
  );
  const line = (name: string, rounds: readonly Round[]): void => {
    const wall = rounds.map(({ wallSeconds }) => wallSeconds);
    const cpu = median(rounds.map(({ cpuSeconds }) => cpuSeconds));
    console.log(
      `  ${name.padEnd(36)} wall ${median(wall).toFixed(2)} s (${Math.min(...wall).toFixed(2)} to ${Math.max(...wall).toFixed(2)}), ${(megabytes / median(wall)).toFixed(0)} MB/s; CPU ${cpu.toFixed(2)} s`,
    );
  };
  line('gzip -dc | tee >(sha256sum) | tar -t', native);
  line('page in Chromium, drop to done', page);
  line('node dist/cli.js inspect', commandLine);
  const renderer = median(page.map(({ rendererCpuSeconds }) => rendererCpuSeconds));
  const commandLinePeak = Math.max(...commandLine.map(({ peakBytes }) => peakBytes));
  console.log(
    `  renderer alone: CPU ${renderer.toFixed(2)} s; command line: peak ${(commandLinePeak / 1e6).toFixed(0)} MB`,
  );
}

function ratio({ native, page }: Rounds, of: (round: Round) => number): number {
  return median(native.map(of)) / median(page.map(of));
}

function cpuRatio({ native, page }: Rounds): number {
  return (
    median(native.map(({ cpuSeconds }) => cpuSeconds)) /
    median(page.map(({ rendererCpuSeconds }) => rendererCpuSeconds))
  );
}

function goal(what: string, value: number, sign: '<=' | '>=', bound: number): void {
  const met = sign === '<=' ? value <= bound : value >= bound;
  console.log(`  ${met ? 'met   ' : 'MISSED'}  ${what}: ${value.toFixed(2)} (${sign} ${bound})`);
}
