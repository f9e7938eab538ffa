import { readJson } from '../../base/json.ts';
import { isJsonObject, type JsonObject, own } from '../../base/json-shape.ts';
import type { Check } from '../../model/check.ts';
import { check } from '../check.ts';
import type { PolicyInput } from './types.ts';

/** What lies unsigned around a statement of Cloud Build, held against what is signed: copy, summary and metadata. */
export function cloudBuildCopies(input: PolicyInput): Check[] {
  const around = input.envelope.cloudBuild;
  if (around === undefined) return [];
  return [textCheck(input, around.text), summaryCheck(input)];
}

function textCheck({ envelope }: PolicyInput, text: unknown): Check {
  const id = 'provenance.text';
  if (text === undefined) return check(id, 'fail', 'The readable copy is missing.');
  const payload = envelope.content?.form === 'dsse' ? envelope.content.dsse.payload : undefined;
  const read = payload === undefined ? undefined : readJson(payload);
  const signed = read?.ok ? read.value.value : undefined;
  if (!isJsonObject(signed) || !isJsonObject(text))
    return check(id, 'fail', 'The readable copy cannot be compared.');
  const at = difference(comparable(text), comparable(signed), '');
  return at === undefined
    ? check(id, 'pass', 'The readable copy says what was signed.')
    : check(id, 'fail', `The readable copy differs from what was signed at ${at === '' ? 'its root' : at}.`);
}

/** Cloud Build v0.1 calls the predicate `slsaProvenance` in the copy, and holds both in what it signs. */
function comparable(statement: JsonObject): JsonObject {
  const { slsaProvenance: _copy, ...rest } = statement;
  return { ...rest, predicate: own(statement, 'predicate') ?? own(statement, 'slsaProvenance') };
}

/** Members that slsa-verifier does not compare either: Cloud Build writes them in one copy alone. */
const UNCOMPARED = new Set(['definedInMaterial', 'buildInvocationId']);

/** Pointer of the first place where two values differ. What is empty in one may be missing in the other. */
function difference(a: unknown, b: unknown, pointer: string): string | undefined {
  if (isJsonObject(a) && isJsonObject(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      if (UNCOMPARED.has(key)) continue;
      const found = difference(own(a, key), own(b, key), `${pointer}/${key}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return pointer;
    for (const [index, item] of a.entries()) {
      const found = difference(item, b[index], `${pointer}/${index}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return a === b || (isEmpty(a) && isEmpty(b)) ? undefined : pointer;
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === false ||
    value === '' ||
    (Array.isArray(value) && value.length === 0) ||
    (isJsonObject(value) && Object.values(value).every(isEmpty))
  );
}

function summaryCheck({ envelope, statement, about }: PolicyInput): Check {
  const id = 'provenance.summary';
  const around = envelope.cloudBuild;
  const signed = new Set(statement.subjects.flatMap(({ digests }) => digests.get('sha256') ?? []));
  const bound = about.map(({ digest }) => digest.replace(/^sha256:/, ''));
  const right = (text: string | undefined, mark: string): boolean => {
    const hex = text?.split(mark)[1];
    return hex !== undefined && signed.has(hex) && (bound.length === 0 || bound.includes(hex));
  };
  const evidence = [
    { label: 'Kind', value: around?.kind ?? 'not stated' },
    { label: 'Resource', value: around?.resourceUri ?? 'not stated' },
    { label: 'Summary', value: around?.digest ?? 'not stated' },
  ];
  const say = (status: 'pass' | 'fail', detail: string): Check => check(id, status, detail, { evidence });
  if (around?.kind !== 'BUILD')
    return say('fail', `It is said to be of kind "${around?.kind ?? ''}", not BUILD.`);
  if (!right(around.resourceUri, '@sha256:'))
    return say('fail', 'The resource it is said to be for is not what was signed.');
  if (!right(around.digest, 'sha256:'))
    return say('fail', 'The digest in the summary is not what was signed.');
  if (!right(around.fullyQualifiedDigest, 'sha256:'))
    return say('fail', 'The full name in the summary is not of what was signed.');
  return say('pass', 'The summary names the image that was signed.');
}
