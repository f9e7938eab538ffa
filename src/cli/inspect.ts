import { parseArgs } from 'node:util';
import { Budget, type Limits } from '../core/base/limits.ts';
import { rules } from '../core/flag/registry.ts';
import { wasInspected } from '../core/report/inspected.ts';
import { reportJson } from '../core/report/json.ts';
import { notices } from '../core/report/notices.ts';
import type { SbomExporter } from '../core/report/sbom-exporter.ts';
import { sbomExports } from '../core/report/sbom-exports.ts';
import type { ReadContext } from '../core/unpack/types.ts';
import { readLimits } from './limit-options.ts';
import { readNow } from './now.ts';
import { readCase } from './read-case.ts';
import { summaryText } from './summary-text.ts';
import { TRUST_OPTIONS, type TrustValues } from './trust-options.ts';
import { UsageError } from './usage.ts';
import { writeAll } from './write-all.ts';

interface Options {
  readonly format: 'text' | 'json' | 'ndjson';
  /** Writes the catalogue in this format instead of a report. */
  readonly exported: SbomExporter | 'notices' | undefined;
  readonly entries: boolean;
  readonly password: string | undefined;
  readonly limits: Limits;
  readonly evaluatedAt: string;
  readonly files: readonly string[];
  readonly trust: TrustValues;
  readonly rulesOff: readonly string[];
  readonly advisories: readonly string[];
  readonly covers: readonly string[];
  readonly vexAuthors: readonly string[];
}

/** `loupe inspect`: the report of one case, or of one case per file. Returns the exit status. */
export async function inspect(args: readonly string[], version: string): Promise<number> {
  const options = readOptions(args);
  const cases = options.format === 'ndjson' ? options.files.map((file) => [file]) : [options.files];
  let status = 0;
  for (const files of cases) {
    let texts = '';
    const beforeClose: BeforeClose = async (held, open) => {
      texts = await notices(held, { open, context: () => contextOf(options) });
    };
    const asNotices = options.exported === 'notices';
    const { model, failures } = await readCase(files, { ...options, ...(asNotices ? { beforeClose } : {}) });
    for (const failure of failures) process.stderr.write(`loupe: ${failure}\n`);
    if (options.exported === 'notices') await writeAll(texts);
    else if (options.exported !== undefined) {
      const { note } = options.exported;
      if (note !== undefined) process.stderr.write(`loupe: ${note}\n`);
      const document = options.exported.write(model, { toolVersion: version, ...options });
      await writeAll(`${JSON.stringify(document, null, 1)}\n`);
    } else if (options.format === 'text') process.stdout.write(summaryText(model));
    else {
      const report = reportJson(model, { toolVersion: version, ...options });
      const text = options.format === 'json' ? JSON.stringify(report, null, 1) : JSON.stringify(report);
      await writeAll(`${text}\n`);
    }
    if (failures.length > 0 || !wasInspected(model)) status = 1;
  }
  return status;
}

type BeforeClose = NonNullable<Parameters<typeof readCase>[1]['beforeClose']>;

function contextOf({ limits, password }: Options): ReadContext {
  return { budget: new Budget(limits), signal: new AbortController().signal, password };
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
        advisories: { type: 'string', multiple: true },
        covers: { type: 'string', multiple: true },
        'vex-author': { type: 'string', multiple: true },
        export: { type: 'string' },
        ...TRUST_OPTIONS,
      },
    });
    if (positionals.length === 0) throw new UsageError('inspect needs at least one FILE');
    if (values.json === true && values.ndjson === true)
      throw new UsageError('--json and --ndjson exclude each other');
    if (values.export !== undefined && (values.json === true || values.ndjson === true))
      throw new UsageError('--export and --json exclude each other');
    if (values.covers !== undefined && values.advisories === undefined)
      throw new UsageError('--covers says what --advisories hold, and none are named');
    return {
      format: values.json === true ? 'json' : values.ndjson === true ? 'ndjson' : 'text',
      exported: readExport(values.export),
      entries: values.entries === true,
      password: values.password,
      limits: readLimits(values.limit ?? []),
      evaluatedAt: readNow(values.now),
      files: positionals,
      trust: values,
      rulesOff: readRulesOff(values['rule-off'] ?? []),
      advisories: values.advisories ?? [],
      covers: values.covers ?? [],
      vexAuthors: values['vex-author'] ?? [],
    };
  } catch (thrown) {
    throw thrown instanceof UsageError
      ? thrown
      : new UsageError(thrown instanceof Error ? thrown.message : String(thrown));
  }
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

function readExport(id: string | undefined): Options['exported'] {
  if (id === undefined || id === 'notices') return id;
  const exporter = Object.values(sbomExports).find((one) => one.id === id);
  if (exporter === undefined)
    throw new UsageError(
      `--export: no format "${id}"; there are ${Object.keys(sbomExports).join(', ')}, notices`,
    );
  return exporter;
}
