import { type JsonObject, own, ownList } from '../base/json-shape.ts';
import type { DocumentError } from '../model/document.ts';
import { MOST_ERRORS, schemaErrors } from './schema-errors.ts';
import type { Schemas, SchemaVersion, Validity } from './types.ts';
import { uniqueItems } from './unique-items.ts';

/** Versions that have a JSON form. 1.0 and 1.1 were XML alone. */
const VERSIONS: ReadonlySet<string> = new Set<SchemaVersion>(['1.2', '1.3', '1.4', '1.5', '1.6', '1.7']);

/** Lists that hold most of a large document: they are held against the schema piece by piece. */
const LONG_LISTS = ['components', 'services', 'dependencies', 'vulnerabilities'] as const;
const PIECE = 500;

/** Whether there is a schema for a version. */
export function hasSchema(version: string): version is SchemaVersion {
  return VERSIONS.has(version);
}

/**
 * Holds a document in JSON shape against the schema of a version (the newest patch of each). Long lists are taken in
 * pieces, so that a document that is wrong everywhere ends after {@link MOST_ERRORS} errors, not after all of memory.
 */
export async function cyclonedxErrors(
  root: JsonObject,
  version: SchemaVersion,
  schemas: Schemas,
): Promise<DocumentError[]> {
  const errors: DocumentError[] = [];
  const hold = async (value: JsonObject, within = '', from = 0): Promise<void> => {
    const broken = await schemas(version, value);
    if (broken.length === 0) return;
    const shift = (path: string) =>
      within === ''
        ? path
        : path.replace(/^\/[^/]+\/(\d+)/, (_whole, index: string) => `/${within}/${Number(index) + from}`);
    errors.push(...schemaErrors(value, broken, shift));
  };
  const long = LONG_LISTS.filter((list) => ownList(root, list).length > PIECE);
  await hold(long.length === 0 ? root : { ...root, ...Object.fromEntries(long.map((list) => [list, []])) });
  for (const list of long) {
    const items = ownList(root, list);
    for (let from = 0; from < items.length && errors.length < MOST_ERRORS; from += PIECE)
      await hold(
        { bomFormat: 'CycloneDX', specVersion: version, version: 1, [list]: items.slice(from, from + PIECE) },
        list,
        from,
      );
    if (!uniqueItems(items))
      errors.push({
        code: 'schema.unique-items',
        pointer: `/${list}`,
        message: 'Two items of the list are the same.',
      });
  }
  return errors.slice(0, MOST_ERRORS);
}

/** The verdict on a document in JSON shape. */
export async function cyclonedxValidity(root: JsonObject, schemas: Schemas): Promise<Validity> {
  const version = own(root, 'specVersion');
  if (typeof version !== 'string' || !hasSchema(version)) {
    const message =
      typeof version === 'string'
        ? `There is no JSON form of CycloneDX ${version.slice(0, 20)} that Loupe knows: 1.2 to 1.7.`
        : 'The document does not say which version of CycloneDX it is.';
    const errors = [{ code: 'cyclonedx.version', pointer: '/specVersion', message }];
    return { valid: false, validity: message, errors };
  }
  return verdict(await cyclonedxErrors(root, version, schemas), `the schema of CycloneDX ${version}`);
}

/** Valid without errors, invalid with. `against`: what the document was held against. */
export function verdict(errors: readonly DocumentError[], against: string): Validity {
  if (errors.length === 0) return { valid: true, validity: `It holds against ${against}.`, errors };
  const all =
    errors.length < MOST_ERRORS
      ? ''
      : ` Only the first ${MOST_ERRORS.toLocaleString('en')} errors are listed.`;
  return { valid: false, validity: `It breaks ${against}.${all}`, errors };
}

/** Before {@link cyclonedxValidity} has come to its end. */
export const BEING_CHECKED: Validity = {
  valid: undefined,
  validity: 'Its validity is being checked.',
  errors: [],
};
