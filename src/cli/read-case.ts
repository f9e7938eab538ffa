import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { baseOf } from '../core/advisory/index-builder.ts';
import type { ByteSource } from '../core/base/byte-source.ts';
import { ConcatSource } from '../core/base/concat-source.ts';
import { digestStream } from '../core/base/digest.ts';
import type { Limits } from '../core/base/limits.ts';
import { confirmable, coveredBy, withCoverage } from '../core/case/advisories/coverage.ts';
import type { AcceptedData } from '../core/case/advisories/data.ts';
import { Case } from '../core/case/case.ts';
import { groupFolders } from '../core/case/folders.ts';
import type { CaseModel } from '../core/case/model.ts';
import { NO_SETTINGS } from '../core/case/settings.ts';
import type { FileKey } from '../core/model/source.ts';
import { FileSource } from './file-source.ts';
import { InlineExecutor } from './inline-executor.ts';
import { readTrust, type TrustValues } from './trust-options.ts';
import { UsageError } from './usage.ts';

/** Reads files and folders as one case; what cannot be opened is part of it, and told. */
export async function readCase(
  paths: readonly string[],
  options: {
    readonly limits: Limits;
    readonly password?: string | undefined;
    readonly trust: TrustValues;
    readonly rulesOff?: readonly string[];
    /** Advisory data to be used, by path. */
    readonly advisories?: readonly string[];
    /** Ecosystems that the data which hold records of them are said to hold in full. */
    readonly covers?: readonly string[];
    readonly vexAuthors?: readonly string[];
    /** What is to be read of the files again before they are closed. */
    readonly beforeClose?: (
      model: CaseModel,
      open: (file: FileKey) => ByteSource | undefined,
    ) => Promise<void>;
  },
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
  const dataPaths = options.advisories ?? [];
  const expanded = await Promise.all(dataPaths.map(expand));
  const data = expanded.flat();
  const named = [...(await Promise.all(paths.map(expand))).flat(), ...data];
  const judges = new Set(data.map(({ file }) => file));
  const advisories: (AcceptedData & { readonly file: string })[] = [];
  const readable: { path: string; size: number; source: FileSource }[] = [];
  const nextKey = () => `f${String(files.size + failures.length).padStart(6, '0')}`;
  for (const { file, name } of named) {
    try {
      const source = await FileSource.open(file);
      opened.push(source);
      readable.push({ path: name, size: source.size, source });
      if (judges.has(file)) advisories.push({ file, name, sha256: await digestStream(source.stream()) });
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
    loupe.decide({
      ...NO_SETTINGS,
      ...(await readTrust(options.trust)),
      rulesOff: options.rulesOff ?? [],
      advisories: advisories.map(({ name, sha256 }) => ({ name, sha256 })),
      vexAuthors: options.vexAuthors ?? [],
    });
  } catch (thrown) {
    if (thrown instanceof UsageError) {
      for (const source of opened) await source.close();
      throw thrown;
    }
    failures.push(thrown instanceof Error ? thrown.message : String(thrown));
  }
  await loupe.settled();
  failures.push(...(await confirmCoverage(loupe, options.covers ?? [])));
  const { model } = loupe;
  for (const [i, path] of dataPaths.entries()) {
    const files = new Set(expanded[i]?.map(({ file }) => file));
    const given = advisories.filter(({ file }) => files.has(file));
    if (given.length > 0 && !given.some(({ sha256 }) => isData(model, sha256)))
      failures.push(`--advisories ${path}: it holds no advisory data that can be read, and has no effect.`);
  }
  await options.beforeClose?.(model, (file) => files.get(file));
  for (const source of opened) await source.close();
  return { model, failures };
}

function isData(model: CaseModel, sha256: string): boolean {
  return model.advisories.data.some((one) => one.sha256 === sha256);
}

/** Says of all data in use that can hold an ecosystem in full that they do; gives what could be said of none. */
async function confirmCoverage(loupe: Case, ecosystems: readonly string[]): Promise<string[]> {
  const failures: string[] = [];
  const used = loupe.model.advisories.data.filter((one) => one.used);
  for (const ecosystem of new Set(ecosystems)) {
    const open = used.filter(({ header }) => confirmable(header).includes(ecosystem));
    for (const { source } of open) loupe.decide(withCoverage(loupe, source, ecosystem, true));
    const covered = used.some((one) => coveredBy(one).some(({ name }) => baseOf(name) === ecosystem));
    if (open.length > 0 || covered) continue;
    const known = [...new Set(used.flatMap(({ header }) => confirmable(header)))].sort().slice(0, 20);
    const instead = known.length === 0 ? '' : ` It can be said of ${known.join(', ')}.`;
    failures.push(
      `--covers ${ecosystem}: none of the advisory data named can hold it in full: they have no record of it, or not all that they count was read.${instead}`,
    );
  }
  await loupe.settled();
  return failures;
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
