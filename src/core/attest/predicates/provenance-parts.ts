import type { JsonFields } from '../json-fields.ts';
import { firstStated, looseObject, stated } from './fields.ts';
import type { BuildClaim, Resource, Stated } from './types.ts';

const COMPLETENESS = [
  'completeness',
  'buildkit_completeness',
  'https://mobyproject.org/buildkit@v1#completeness',
];
const SINGLE = [
  'reproducible',
  'hermetic',
  'buildkit_reproducible',
  'buildkit_hermetic',
  'https://mobyproject.org/buildkit@v1#hermetic',
];

/** What the builder claims of completeness and reproducibility, as it stands there. */
export function buildClaims(metadata: JsonFields | undefined): BuildClaim[] {
  if (metadata === undefined) return [];
  const found: BuildClaim[] = [];
  const take = (fields: JsonFields, key: string, name: string): void => {
    const value = fields.raw(key);
    if (typeof value === 'boolean' || typeof value === 'string')
      found.push({ name, value, pointer: fields.at(key) });
  };
  for (const place of COMPLETENESS) {
    const fields = looseObject(metadata, place);
    for (const key of fields?.names() ?? [])
      if (fields !== undefined) take(fields, key, `completeness.${key}`);
  }
  for (const key of SINGLE) take(metadata, key, key.replace(/^.*#/, '').replace(/^buildkit_/, ''));
  return found;
}

/** The commit that an object with a `digest` names. */
export function gitCommit(fields: JsonFields | undefined): Stated | undefined {
  const set = looseObject(fields, 'digest');
  return firstStated(stated(set, 'gitCommit'), stated(set, 'sha1'));
}

/** The same of a resource that was read. */
export function commitOf({ digests, pointer }: Resource): Stated | undefined {
  for (const name of ['gitCommit', 'sha1']) {
    const value = digests.get(name);
    if (value !== undefined) return { value, pointer: `${pointer}/digest/${name}` };
  }
  return undefined;
}

/** The URI of a resource as it is stated. */
export function uriOf(found: Resource | undefined): Stated | undefined {
  return found?.uri === undefined ? undefined : { value: found.uri, pointer: `${found.pointer}/uri` };
}
