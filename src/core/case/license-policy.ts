import { JsonFields } from '../attest/json-fields.ts';
import { readJson } from '../base/json.ts';
import { type LicenseNode, readLicense } from '../base/license-expression.ts';
import { type LicenseFamily, readLicenseFamily } from '../base/license-family.ts';
import { parsePurl } from '../base/purl-parse.ts';
import { err, type Fault, fault, ok, type Result } from '../base/result.ts';

export const LICENSE_POLICY_SCHEMA = 'loupe.licence-policy/1';

/** One entry of a list: a licence, alone or with an exception, or a family. */
export type LicenseTerm =
  | { readonly family: LicenseFamily }
  | { readonly license: string; readonly orLater: boolean; readonly exception: string | undefined };

/** A package that may be under licences which the lists do not allow. */
export interface LicenseExemption {
  /** Purl, read as a pattern: what it leaves out matches anything. */
  readonly purl: string;
  /** Licences that are meant; all, where none is named. */
  readonly licenses: readonly LicenseTerm[];
  readonly reason: string;
}

/** What a user allows. */
export interface LicensePolicy {
  readonly name: string | undefined;
  /** Absent: what is not denied is allowed. */
  readonly allow: readonly LicenseTerm[] | undefined;
  readonly deny: readonly LicenseTerm[];
  readonly exemptions: readonly LicenseExemption[];
  /** What is not known to be licensed is told; it is never allowed, only not spoken of. */
  readonly tellUnknown: boolean;
}

const MEMBERS = new Set(['schema', 'name', 'allow', 'deny', 'exceptions', 'unknown']);
const EXEMPTION = new Set(['package', 'licences', 'reason']);
const FAMILIES: readonly LicenseFamily[] = ['permissive', 'weak-copyleft', 'strong-copyleft'];

/**
 * Reads a licence policy: JSON with `allow` and `deny` (SPDX ids, `ID WITH exception`, `LicenseRef-…`, or the families
 * `permissive`, `weak-copyleft`, `strong-copyleft`), `exceptions` for packages, and `unknown` (`tell` or `ignore`). What
 * it does not know is refused: a slip in a list of what is denied would allow it.
 *
 * Faults: `licence-policy.form`; those of JSON.
 */
export function readLicensePolicy(input: Uint8Array): Result<LicensePolicy> {
  const document = readJson(input);
  if (!document.ok) return document;
  const faults: Fault[] = [];
  const fields = JsonFields.of(document.value.value, '', faults);
  if (document.value.duplicates.length > 0) fields?.refuse('has a member twice');
  if (fields !== undefined && fields.text('schema') !== LICENSE_POLICY_SCHEMA)
    fields.refuse(`is not "${LICENSE_POLICY_SCHEMA}"`, 'schema');
  for (const name of fields?.names() ?? [])
    if (!MEMBERS.has(name)) fields?.refuse('is not a member of a licence policy', name);
  const policy = fields === undefined ? undefined : read(fields);
  const [first] = faults;
  if (first !== undefined || policy === undefined)
    return err(
      fault(
        'licence-policy.form',
        'error',
        `The licence policy was refused: ${first?.message ?? 'it is no object.'}`,
        { entry: first?.entry },
      ),
    );
  return ok(policy);
}

function read(fields: JsonFields): LicensePolicy {
  const unknown = fields.optionalText('unknown') ?? 'tell';
  if (unknown !== 'tell' && unknown !== 'ignore') fields.refuse('is neither "tell" nor "ignore"', 'unknown');
  const policy: LicensePolicy = {
    name: fields.optionalText('name'),
    allow: fields.has('allow') ? termsOf(fields, 'allow') : undefined,
    deny: termsOf(fields, 'deny'),
    exemptions: fields.objects('exceptions').map(exemptionOf),
    tellUnknown: unknown === 'tell',
  };
  if (policy.allow === undefined && policy.deny.length === 0) fields.refuse('allows and denies nothing');
  return policy;
}

function exemptionOf(fields: JsonFields): LicenseExemption {
  for (const name of fields.names())
    if (!EXEMPTION.has(name)) fields.refuse('is not a member of an exception', name);
  const purl = fields.nonEmpty('package') ?? '';
  if (purl !== '' && parsePurl(purl) === undefined) fields.refuse('is no package URL', 'package');
  return { purl, licenses: termsOf(fields, 'licences'), reason: fields.nonEmpty('reason') ?? '' };
}

function termsOf(fields: JsonFields, key: string): LicenseTerm[] {
  return fields.list(key).flatMap((one, index): LicenseTerm[] => {
    const term = typeof one === 'string' ? termOf(one) : undefined;
    if (term !== undefined) return [term];
    const what = typeof one === 'string' ? `"${one.slice(0, 80)}"` : 'something';
    fields.refuse(`has ${what} as element ${index}, which is no licence of SPDX and no family`, key);
    return [];
  });
}

function termOf(text: string): LicenseTerm | undefined {
  const family = readLicenseFamily(text);
  if (family !== undefined && FAMILIES.includes(family)) return { family };
  const reading = readLicense(text);
  const node: LicenseNode | undefined = reading.kind === 'expression' ? reading.node : undefined;
  if (node === undefined || !('license' in node)) return undefined;
  return { license: node.license, orLater: node.orLater, exception: node.exception };
}
