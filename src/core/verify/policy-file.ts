import { JsonFields } from '../attest/json-fields.ts';
import { readJson } from '../base/json.ts';
import { err, type Fault, fault, ok, type Result } from '../base/result.ts';
import type { Expectations } from './expectations.ts';
import { readBuilderRows } from './level/builder-rows.ts';
import type { ProvenanceExpectations } from './policy/types.ts';

export const POLICY_SCHEMA = 'loupe.policy/1';

const TEXTS = ['identity', 'issuer', 'keySha256'] as const;
const SWITCHES = ['wildcards', 'anySigner'] as const;
/** Members that speak of provenance, named as the options of `loupe verify` are. */
const PROVENANCE_TEXTS = [
  'sourceUri',
  'builderId',
  'sourceBranch',
  'sourceTag',
  'sourceVersionedTag',
  'packageName',
  'packageVersion',
  'verifierId',
  'resourceUri',
] as const;
const OTHERS = ['schema', 'provenance', 'workflowInputs', 'verifiedLevels', 'builders'];
const MEMBERS = new Set<string>([...TEXTS, ...SWITCHES, ...PROVENANCE_TEXTS, ...OTHERS]);

/**
 * Reads a policy file: the expectations of a user as JSON. A member that is not known is refused, because what it was
 * meant to forbid would otherwise be allowed.
 *
 * Faults: `policy.form`; those of JSON.
 */
export function readPolicy(input: Uint8Array | string): Result<Expectations> {
  const document = readJson(input);
  if (!document.ok) return document;
  const faults: Fault[] = [];
  const fields = JsonFields.of(document.value.value, '', faults);
  if (document.value.duplicates.length > 0) fields?.refuse('has a member twice');
  const schema = fields?.text('schema');
  if (schema !== undefined && schema !== POLICY_SCHEMA) fields?.refuse(`is not "${POLICY_SCHEMA}"`, 'schema');
  for (const name of fields?.names() ?? []) {
    if (!MEMBERS.has(name)) fields?.refuse('is not a member of a policy', name);
  }
  const expectations = fields === undefined ? {} : read(fields);
  const [first] = faults;
  if (first !== undefined) {
    return err(
      fault('policy.form', 'error', `The policy was refused: ${first.message}`, { entry: first.entry }),
    );
  }
  return ok(expectations);
}

function read(fields: JsonFields): Expectations {
  const texts = textsOf(fields, TEXTS);
  const switches = Object.fromEntries(
    SWITCHES.flatMap((name) => {
      const value = flagOf(fields, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  if (texts.keySha256 !== undefined && !/^[0-9a-f]{64}$/.test(texts.keySha256))
    fields.refuse('is no SHA-256', 'keySha256');
  const provenance = readProvenance(fields);
  const builders = readBuilderRows(fields, 'builders');
  return {
    ...texts,
    ...switches,
    ...(Object.keys(provenance).length === 0 ? {} : { provenance }),
    ...(builders.length === 0 ? {} : { builders }),
  };
}

function readProvenance(fields: JsonFields): ProvenanceExpectations {
  const policy = flagOf(fields, 'provenance');
  const inputs = fields.optionalObject('workflowInputs');
  const given = (inputs?.names() ?? []).map((name) => [name, inputs?.text(name) ?? ''] as const);
  const levels = fields.list('verifiedLevels');
  if (levels.some((level) => typeof level !== 'string')) fields.refuse('holds no text', 'verifiedLevels');
  return {
    ...textsOf(fields, PROVENANCE_TEXTS),
    ...(policy === undefined ? {} : { policy }),
    ...(given.length === 0 ? {} : { workflowInputs: Object.fromEntries(given) }),
    ...(levels.length === 0 ? {} : { verifiedLevels: levels.map(String) }),
  };
}

function textsOf<K extends string>(
  fields: JsonFields,
  names: readonly K[],
): { readonly [key in K]?: string } {
  const found: { [key in K]?: string } = {};
  for (const name of names) {
    const value = fields.optionalText(name);
    if (value === '') fields.refuse('is empty', name);
    else if (value !== undefined) found[name] = value;
  }
  return found;
}

function flagOf(fields: JsonFields, name: string): boolean | undefined {
  const value = fields.raw(name);
  return value === undefined || typeof value === 'boolean'
    ? value
    : fields.refuse('is not true or false', name);
}

/** The policy file that {@link readPolicy} reads back to the same expectations. */
export function writePolicy(expectations: Expectations): string {
  const { provenance = {}, builders } = expectations;
  const { policy, ...stated } = provenance;
  const signer = [...TEXTS, ...SWITCHES].flatMap((name) =>
    expectations[name] === undefined ? [] : [[name, expectations[name]] as const],
  );
  const members = {
    ...Object.fromEntries(signer),
    ...(policy === undefined ? {} : { provenance: policy }),
    ...stated,
    ...(builders === undefined ? {} : { builders }),
  };
  return `${JSON.stringify({ schema: POLICY_SCHEMA, ...members }, undefined, 2)}\n`;
}
