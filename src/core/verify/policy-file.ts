import { JsonFields } from '../attest/json-fields.ts';
import { readJson } from '../base/json.ts';
import { err, type Fault, fault, ok, type Result } from '../base/result.ts';
import type { Expectations } from './expectations.ts';

export const POLICY_SCHEMA = 'loupe.policy/1';

const TEXTS = ['identity', 'issuer', 'keySha256'] as const;
const SWITCHES = ['wildcards', 'anySigner'] as const;

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
    if (name !== 'schema' && ![...TEXTS, ...SWITCHES].some((known) => known === name)) {
      fields?.refuse('is not a member of a policy', name);
    }
  }
  const text = (name: (typeof TEXTS)[number]): string | undefined => {
    const value = fields?.optionalText(name);
    return value === '' ? fields?.refuse('is empty', name) : value;
  };
  const flag = (name: (typeof SWITCHES)[number]): boolean | undefined => {
    const value = fields?.raw(name);
    return value === undefined || typeof value === 'boolean'
      ? value
      : fields?.refuse('is not true or false', name);
  };
  const [identity, issuer, keySha256] = [text('identity'), text('issuer'), text('keySha256')];
  const [wildcards, anySigner] = [flag('wildcards'), flag('anySigner')];
  if (keySha256 !== undefined && !/^[0-9a-f]{64}$/.test(keySha256))
    fields?.refuse('is no SHA-256', 'keySha256');
  const [first] = faults;
  if (first !== undefined) {
    return err(
      fault('policy.form', 'error', `The policy was refused: ${first.message}`, { entry: first.entry }),
    );
  }
  return ok({
    ...(identity === undefined ? {} : { identity }),
    ...(issuer === undefined ? {} : { issuer }),
    ...(keySha256 === undefined ? {} : { keySha256 }),
    ...(wildcards === undefined ? {} : { wildcards }),
    ...(anySigner === undefined ? {} : { anySigner }),
  });
}

/** The policy file that {@link readPolicy} reads back to the same expectations. */
export function writePolicy(expectations: Expectations): string {
  const members = [...TEXTS, ...SWITCHES].flatMap((name) =>
    expectations[name] === undefined ? [] : [[name, expectations[name]] as const],
  );
  return `${JSON.stringify({ schema: POLICY_SCHEMA, ...Object.fromEntries(members) }, undefined, 2)}\n`;
}
