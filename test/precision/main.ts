import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Grade } from '../../src/core/model/finding.ts';
import type { Report, ReportFinding } from '../../src/core/report/schema.ts';

interface Pinned {
  readonly name: string;
  readonly version: string;
  /** Of the archive, as a lockfile has it. */
  readonly integrity: string;
}

/** A fact that somebody looked at: what it says stands, for the reason given. */
interface Reviewed {
  readonly package: string;
  readonly rule: string;
  readonly path: string | null;
  readonly reason: string;
}

interface Hit {
  readonly package: string;
  readonly finding: ReportFinding;
}

const HERE = import.meta.dirname;
const ROOT = resolve(HERE, '../..');
const FETCHED = join(ROOT, 'test-output/precision');
/** Of all packages, those that may have a hint. */
const MOST_HINTS = 0.05;

/**
 * Runs the rules over a hundred popular npm packages, each alone, and prints every hit. Every fact must have been
 * reviewed, and hints may stand on one package in twenty. The packages are fetched by npm from the registry that it is
 * set up with, and held against the pinned digests. Returns the exit status.
 */
export async function measurePrecision(): Promise<number> {
  const pinned = read<readonly Pinned[]>('packages.json');
  const reviewed = read<readonly Reviewed[]>('reviewed.json');
  fetchMissing(pinned);
  const hits: Hit[] = [];
  for (const one of pinned) {
    const path = archiveOf(one);
    if (path === undefined) return refuse(`${one.name}@${one.version} could not be fetched by npm.`);
    const integrity = `sha512-${createHash('sha512').update(readFileSync(path)).digest('base64')}`;
    if (integrity !== one.integrity)
      return refuse(`${one.name}@${one.version} is not what was pinned: ${integrity}.`);
    const report = inspect(path);
    if (report === undefined) return refuse(`${one.name}@${one.version} could not be inspected.`);
    for (const { code, severity, message } of report.diagnostics)
      if (severity === 'error') console.log(`not read: ${one.name}: ${code}: ${message}`);
    for (const finding of report.findings) hits.push({ package: `${one.name}@${one.version}`, finding });
  }
  console.log(`${pinned.length} packages.`);
  for (const grade of ['fact', 'policy', 'hint'] as const) print(grade, hits);
  return judge(pinned.length, hits, reviewed);
}

function judge(packages: number, hits: readonly Hit[], reviewed: readonly Reviewed[]): number {
  const keyOf = (of: Pick<Reviewed, 'package' | 'rule' | 'path'>) =>
    `${of.package} ${of.rule} ${of.path ?? ''}`;
  const known = new Set(reviewed.map(keyOf));
  const facts = hits.filter(({ finding }) => finding.grade === 'fact');
  const seen = new Set(
    facts.map(({ package: named, finding }) =>
      keyOf({ package: named, rule: finding.rule, path: finding.path }),
    ),
  );
  const unreviewed = [...seen].filter((key) => !known.has(key)).sort();
  const gone = [...known].filter((key) => !seen.has(key)).sort();
  const hinted = new Set(hits.filter(({ finding }) => finding.grade === 'hint').map((hit) => hit.package));
  const share = hinted.size / packages;
  console.log(
    `\nFacts: ${facts.length}, ${facts.length - unreviewed.length} of them reviewed. Packages with hints: ${hinted.size} of ${packages} (${(100 * share).toFixed(1)} %, at most ${100 * MOST_HINTS} %).`,
  );
  for (const key of unreviewed) console.log(`not reviewed: ${key}`);
  for (const key of gone) console.log(`reviewed, and no longer found: ${key}`);
  return unreviewed.length === 0 && gone.length === 0 && share <= MOST_HINTS ? 0 : 1;
}

function print(grade: Grade, hits: readonly Hit[]): void {
  const mine = hits.filter(({ finding }) => finding.grade === grade);
  const packages = new Set(mine.map((hit) => hit.package)).size;
  console.log(`\n${grade}: ${mine.length} hits in ${packages} packages`);
  const byRule = new Map<string, Hit[]>();
  for (const hit of mine) byRule.set(hit.finding.rule, [...(byRule.get(hit.finding.rule) ?? []), hit]);
  for (const [rule, some] of [...byRule].sort(([a], [b]) => (a < b ? -1 : 1))) {
    console.log(`  ${rule}: ${some.length}`);
    for (const { package: named, finding } of some) {
      const evidence = finding.evidence.map(({ value }) => value).join('; ');
      console.log(`    ${named}: ${finding.title} ${evidence.slice(0, 160)}`);
    }
  }
}

/** The report that the built command line gives. */
function inspect(path: string): Report | undefined {
  const args = [join(ROOT, 'dist/cli.js'), 'inspect', '--json', path];
  const { status, stdout } = spawnSync(process.execPath, args, { maxBuffer: 2 ** 29, encoding: 'utf8' });
  return status === 0 ? (JSON.parse(stdout) as Report) : undefined;
}

/** Lets npm fetch what is not there yet, a few archives a call. Nothing of a package is run. */
function fetchMissing(pinned: readonly Pinned[]): void {
  mkdirSync(FETCHED, { recursive: true });
  const missing = pinned.filter((one) => archiveOf(one) === undefined);
  for (let at = 0; at < missing.length; at += 20) {
    const specs = missing.slice(at, at + 20).map(({ name, version }) => `${name}@${version}`);
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    spawnSync(npm, ['pack', '--ignore-scripts', '--silent', '--pack-destination', FETCHED, ...specs], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
}

/** As `npm pack` names it: `@scope/name` becomes `scope-name`. */
function archiveOf({ name, version }: Pinned): string | undefined {
  const file = `${name.replace(/^@/, '').replace('/', '-')}-${version}.tgz`;
  if (!readdirSync(FETCHED).includes(file)) return undefined;
  const path = join(FETCHED, file);
  return existsSync(path) ? path : undefined;
}

function read<T>(file: string): T {
  return JSON.parse(readFileSync(join(HERE, file), 'utf8')) as T;
}

function refuse(why: string): number {
  console.error(why);
  return 1;
}
