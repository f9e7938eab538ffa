import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { ByteSource } from '../core/base/byte-source.ts';
import { ConcatSource } from '../core/base/concat-source.ts';
import { DEFAULT_LIMITS, type Limits } from '../core/base/limits.ts';
import { Case } from '../core/case/case.ts';
import { groupFolders } from '../core/case/folders.ts';
import type { CaseModel } from '../core/case/model.ts';
import { NO_SETTINGS } from '../core/case/settings.ts';
import { rules } from '../core/flag/registry.ts';
import { wasInspected } from '../core/report/inspected.ts';
import { reportJson } from '../core/report/json.ts';
import { FileSource } from './file-source.ts';
import { InlineExecutor } from './inline-executor.ts';
import { readNow } from './now.ts';
import { summaryText } from './summary-text.ts';
import { readTrust, TRUST_OPTIONS, type TrustValues } from './trust-options.ts';
import { UsageError } from './usage.ts';

interface Options {
  readonly format: 'text' | 'json' | 'ndjson';
  readonly entries: boolean;
  readonly password: string | undefined;
  readonly limits: Limits;
  readonly evaluatedAt: string;
  readonly files: readonly string[];
  readonly trust: TrustValues;
  readonly rulesOff: readonly string[];
}

/** `loupe inspect`: the report of one case, or of one case per file. Returns the exit status. */
export async function inspect(args: readonly string[], version: string): Promise<number> {
  const options = readOptions(args);
  const cases = options.format === 'ndjson' ? options.files.map((file) => [file]) : [options.files];
  let status = 0;
  for (const files of cases) {
    const { model, failures } = await readCase(files, options);
    for (const failure of failures) process.stderr.write(`loupe: ${failure}\n`);
    if (options.format === 'text') process.stdout.write(summaryText(model));
    else {
      const report = reportJson(model, { toolVersion: version, ...options });
      const text = options.format === 'json' ? JSON.stringify(report, null, 1) : JSON.stringify(report);
      await writeAll(`${text}\n`);
    }
    if (failures.length > 0 || !wasInspected(model)) status = 1;
  }
  return status;
}

function readOptions(args: readonly string[]): Options {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        ndjson: { type: 'boolean' },
        entries: { type: 'boolean' },
        password: { type: 'string' },
        limit: { type: 'string', multiple: true },
        now: { type: 'string' },
        'rule-off': { type: 'string', multiple: true },
        ...TRUST_OPTIONS,
      },
    });
    if (positionals.length === 0) throw new UsageError('inspect needs at least one FILE');
    if (values.json === true && values.ndjson === true)
      throw new UsageError('--json and --ndjson exclude each other');
    return {
      format: values.json === true ? 'json' : values.ndjson === true ? 'ndjson' : 'text',
      entries: values.entries === true,
      password: values.password,
      limits: readLimits(values.limit ?? []),
      evaluatedAt: readNow(values.now),
      files: positionals,
      trust: values,
      rulesOff: readRulesOff(values['rule-off'] ?? []),
    };
  } catch (thrown) {
    throw thrown instanceof UsageError
      ? thrown
      : new UsageError(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

function readLimits(settings: readonly string[]): Limits {
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

function readRulesOff(ids: readonly string[]): readonly string[] {
  for (const id of ids) {
    if (rules.get(id) === undefined) {
      const known = [...rules].map((rule) => rule.id).join(', ');
      throw new UsageError(`--rule-off: no rule "${id}"; there are ${known}`);
    }
  }
  return [...new Set(ids)].sort();
}

function isLimit(name: string): name is keyof Limits {
  return Object.hasOwn(DEFAULT_LIMITS, name);
}

async function readCase(
  paths: readonly string[],
  options: Options,
): Promise<{ model: CaseModel; failures: string[] }> {
  const files = new Map<string, ByteSource>();
  const opened: FileSource[] = [];
  const failures: string[] = [];
  const loupe = new Case(
    new InlineExecutor(files),
    () => performance.now(),
    () => undefined,
    options.limits,
  );
  const named = (await Promise.all(paths.map(expand))).flat();
  const readable: { path: string; size: number; source: FileSource }[] = [];
  const nextKey = () => `f${String(files.size + failures.length).padStart(6, '0')}`;
  for (const { file, name } of named) {
    try {
      const source = await FileSource.open(file);
      opened.push(source);
      readable.push({ path: name, size: source.size, source });
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      loupe.addUnreadable({ key: nextKey(), name, size: 0 }, reason);
      failures.push(`${name}: cannot be read: ${reason}`);
    }
  }
  const password = options.password === undefined ? {} : { password: options.password };
  for (const one of groupFolders(readable)) {
    const key = nextKey();
    if (one.kind === 'file') {
      files.set(key, one.file.source);
      loupe.add([{ key, name: one.file.path, size: one.file.size, ...password }]);
      continue;
    }
    const source = new ConcatSource(one.files.map((member) => member.source));
    const members = one.files.map(({ path, size }) => ({ path: path.slice(one.path.length + 1), size }));
    files.set(key, source);
    loupe.add([{ key, name: one.path, size: source.size, members, ...password }]);
  }
  try {
    loupe.decide({ ...NO_SETTINGS, ...(await readTrust(options.trust)), rulesOff: options.rulesOff });
  } catch (thrown) {
    if (thrown instanceof UsageError) throw thrown;
    failures.push(thrown instanceof Error ? thrown.message : String(thrown));
  }
  await loupe.settled();
  const { model } = loupe;
  for (const source of opened) await source.close();
  return { model, failures };
}

/** A folder stands for the files in it, named by their path from the folder on. */
async function expand(path: string): Promise<{ file: string; name: string }[]> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return [{ file: path, name: basename(path) }];
  const found = await readdir(path, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ file, name: join(basename(path), file.slice(join(path, '/').length)) }));
}

function writeAll(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(text, () => resolve()));
}
