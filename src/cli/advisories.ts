import { readdir, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { addRecord, addZip } from '../core/advisory/import.ts';
import { IndexBuilder } from '../core/advisory/index-builder.ts';
import { openIndex } from '../core/advisory/index-format.ts';
import { BufferSource } from '../core/base/byte-source.ts';
import { encodeUtf8 } from '../core/base/bytes.ts';
import { digestBytes, digestStream } from '../core/base/digest.ts';
import { Budget } from '../core/base/limits.ts';
import { FileSource } from './file-source.ts';
import { UsageError } from './usage.ts';

interface Input {
  readonly path: string;
  readonly name: string;
  readonly sha256: string;
  /** Records of a folder, by path; absent for an archive or a record. */
  readonly members?: readonly string[];
}

/**
 * `loupe advisories build -o F.idx INPUT...`: makes a compact index of OSV archives, records and folders of records.
 * The same inputs give the same bytes, in whatever order they are named. Returns the exit status: 1 when an input could
 * not be read in full, and then nothing is written.
 */
export async function advisories(args: readonly string[]): Promise<number> {
  const { output, covers, paths } = readOptions(args);
  const builder = new IndexBuilder();
  const problems: string[] = [];
  const inputs: Input[] = [];
  for (const path of paths) {
    try {
      inputs.push(await look(path));
    } catch (thrown) {
      problems.push(`${path}: cannot be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    }
  }
  inputs.sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
  for (const input of inputs) problems.push(...(await add(builder, input, covers)));
  if (problems.length === 0) {
    const index = new Uint8Array(await builder.finish().arrayBuffer());
    await writeFile(output, index);
    const opened = await openIndex(new BufferSource(index));
    if (opened.ok) process.stdout.write(said(output, index.length, opened.value.header));
  }
  for (const problem of problems) process.stderr.write(`loupe: ${problem}\n`);
  return problems.length === 0 ? 0 : 1;
}

function readOptions(args: readonly string[]): {
  readonly output: string;
  readonly covers: readonly string[];
  readonly paths: readonly string[];
} {
  const [command, ...rest] = args;
  if (command !== 'build') throw new UsageError('advisories knows one command: build');
  try {
    const { values, positionals } = parseArgs({
      args: rest,
      allowPositionals: true,
      options: { output: { type: 'string', short: 'o' }, covers: { type: 'string', multiple: true } },
    });
    if (values.output === undefined) throw new UsageError('advisories build needs -o F.idx');
    if (positionals.length === 0) throw new UsageError('advisories build needs at least one INPUT');
    return { output: values.output, covers: values.covers ?? [], paths: positionals };
  } catch (thrown) {
    throw thrown instanceof UsageError
      ? thrown
      : new UsageError(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

async function look(path: string): Promise<Input> {
  const name = basename(path);
  if (!(await stat(path)).isDirectory()) return { path, name, sha256: await digestOf(path) };
  const found = await readdir(path, { recursive: true, withFileTypes: true });
  const members = found
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  if (members.length === 0) throw new Error('the folder holds no .json file');
  const lines: string[] = [];
  for (const member of members) lines.push(`${await digestOf(member)}\n`);
  return { path, name, members, sha256: await digestBytes(encodeUtf8(lines.sort().join(''))) };
}

async function digestOf(path: string) {
  const source = await FileSource.open(path);
  try {
    return await digestStream(source.stream());
  } finally {
    await source.close();
  }
}

async function add(builder: IndexBuilder, input: Input, covers: readonly string[]): Promise<string[]> {
  const { path, name, sha256, members = [path] } = input;
  const problems: string[] = [];
  builder.begin({ name, sha256 });
  for (const member of members) {
    const source = await FileSource.open(member);
    try {
      const zip = (await source.bytes(0, 2)).join() === '80,75';
      const context = { budget: new Budget(), signal: new AbortController().signal };
      const faults = zip
        ? await addZip(builder, source, context, covers)
        : addRecord(builder, await source.bytes(0, source.size));
      problems.push(...faults.map(({ message }) => `${member}: ${message}`));
    } finally {
      await source.close();
    }
  }
  return problems;
}

function said(
  output: string,
  size: number,
  header: Extract<Awaited<ReturnType<typeof openIndex>>, { readonly ok: true }>['value']['header'],
): string {
  const number = (count: number) => count.toLocaleString('en');
  const lines = [
    `${output}: ${number(header.records)} advisories, ${number(size)} bytes`,
    ...header.sources.map(
      ({ name, records, newest, complete }) =>
        `  ${name}: ${number(records)} records, newest of ${newest || 'unknown date'}${complete ? '' : ', adds matches only'}`,
    ),
    ...header.ecosystems
      .filter(({ complete }) => complete)
      .map(({ name, records }) => `  covers ${name}: ${number(records)} advisories`),
  ];
  return `${lines.join('\n')}\n`;
}
