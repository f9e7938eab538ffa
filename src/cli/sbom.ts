import { parseArgs } from 'node:util';
import type { Limits } from '../core/base/limits.ts';
import type { CaseModel } from '../core/case/model.ts';
import { profiles } from '../core/profiles/registry.ts';
import { reportJson } from '../core/report/json.ts';
import { readLimits } from './limit-options.ts';
import { readNow } from './now.ts';
import { profilesText } from './profiles-text.ts';
import { readCase } from './read-case.ts';
import { documentsText } from './sbom-text.ts';
import { UsageError } from './usage.ts';
import { writeAll } from './write-all.ts';

/**
 * `loupe sbom`: what a file states as a document, and whether it is valid. Returns the exit status (DESIGN §8): 0 valid,
 * or read where validity cannot be checked; 1 invalid, unreadable, no document at all, or, with keys, a signature
 * that is not verified.
 */
export async function sbom(args: readonly string[], version: string): Promise<number> {
  const { file, json, key, limits, evaluatedAt, profiles: asked } = readOptions(args);
  const { model, failures } = await readCase([file], { limits, trust: { key } });
  const problems = [...failures, ...problemsOf(model), ...(key.length > 0 ? unverifiedOf(model) : [])];
  if (json) {
    const options = {
      toolVersion: version,
      evaluatedAt,
      limits,
      entries: false,
      profiles: asked,
    };
    await writeAll(`${JSON.stringify(reportJson(model, options), null, 1)}\n`);
  } else await writeAll(`${documentsText(model)}${profilesText(model, asked)}`);
  for (const problem of problems) process.stderr.write(`loupe: ${problem}\n`);
  return problems.length > 0 ? 1 : 0;
}

/** Why the status is not 0, one sentence each. */
function problemsOf(model: CaseModel): string[] {
  const unread = model.diagnostics.filter(({ severity }) => severity === 'error');
  const invalid = model.documents.filter(({ valid }) => valid === false);
  const problems = invalid.map((document) => {
    const [first] = document.errors;
    const where = first === undefined || first.pointer === '' ? '' : ` (${first.pointer})`;
    const count = document.errors.length.toLocaleString('en');
    return `the document is invalid, ${count} ${document.errors.length === 1 ? 'error' : 'errors'}: ${first?.message ?? document.validity}${where}`;
  });
  if (problems.length > 0) return problems;
  if (unread[0] !== undefined) return [unread[0].message];
  return model.documents.length === 0 ? ['this holds no document of a format that Loupe reads'] : [];
}

/** Keys were given: what is signed, as a whole or in parts, must be signed by one of them. */
function unverifiedOf({ documents }: CaseModel): string[] {
  return documents.flatMap(({ signature }) => {
    if (signature === undefined) return ['the document is not signed'];
    const { verdict, why, parts } = signature;
    const part = parts.find((one) => one.verdict !== 'verified');
    if (verdict !== 'verified' && (verdict !== 'unsigned' || parts.length === 0))
      return [`the signature is not verified: ${why}`];
    return part === undefined ? [] : [`the signature at ${part.pointer} is not verified: ${part.why}`];
  });
}

function readOptions(args: readonly string[]): {
  readonly file: string;
  readonly json: boolean;
  readonly key: readonly string[];
  readonly limits: Limits;
  /** Ids of profiles; none: all in the report, the first in text. */
  readonly profiles: readonly string[];
  readonly evaluatedAt: string;
} {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        now: { type: 'string' },
        key: { type: 'string', multiple: true },
        limit: { type: 'string', multiple: true },
        profile: { type: 'string', multiple: true },
      },
    });
    const [file, more] = positionals;
    if (file === undefined || more !== undefined) throw new UsageError('sbom takes one FILE');
    const asked = values.profile ?? [];
    const unknown = asked.find((id) => profiles.get(id) === undefined);
    if (unknown !== undefined) {
      const known = [...profiles].map((one) => one.id).join(', ');
      throw new UsageError(`no profile is called "${unknown}"; there are ${known}`);
    }
    return {
      file,
      json: values.json === true,
      key: values.key ?? [],
      limits: readLimits(values.limit ?? []),
      evaluatedAt: readNow(values.now),
      profiles: asked,
    };
  } catch (thrown) {
    throw thrown instanceof UsageError
      ? thrown
      : new UsageError(thrown instanceof Error ? thrown.message : String(thrown));
  }
}
