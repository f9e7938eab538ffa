import { InlineExecutor } from '../src/cli/inline-executor.ts';
import type { ByteSource } from '../src/core/base/byte-source.ts';
import { DEFAULT_LIMITS, type Limits } from '../src/core/base/limits.ts';
import { Case } from '../src/core/case/case.ts';
import type { CaseModel } from '../src/core/case/model.ts';
import { reportJson } from '../src/core/report/json.ts';
import type { Report } from '../src/core/report/schema.ts';
import { RecycledSource } from './fixtures/recycled-source.ts';

export interface TestFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly password?: string;
}

export interface Inspected {
  readonly case: Case;
  readonly model: CaseModel;
  report(entries?: boolean): Report;
}

/** Runs a case over files in memory, as the command line does. */
export async function inspectFiles(
  files: readonly TestFile[],
  limits: Partial<Limits> = {},
): Promise<Inspected> {
  const all = { ...DEFAULT_LIMITS, ...limits };
  const sources = new Map<string, ByteSource>();
  const loupe = new Case(
    new InlineExecutor(sources),
    () => 0,
    () => undefined,
    all,
  );
  files.forEach(({ name, bytes, password }, i) => {
    const key = `f${i}`;
    sources.set(key, new RecycledSource(bytes));
    loupe.add([{ key, name, size: bytes.length, ...(password === undefined ? {} : { password }) }]);
  });
  await loupe.settled();
  return {
    case: loupe,
    model: loupe.model,
    report: (entries = false) => reportOf(loupe.model, entries, all),
  };
}

export function reportOf(model: CaseModel, entries = false, limits: Limits = DEFAULT_LIMITS): Report {
  return reportJson(model, { toolVersion: 'test', evaluatedAt: '2026-01-01T00:00:00.000Z', limits, entries });
}
