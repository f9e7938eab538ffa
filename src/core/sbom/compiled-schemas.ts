import type { Schemas, SchemaVersion } from './types.ts';

/** The name that the compiled schema of a version has. */
const NAMES = {
  '1.2': 'v1_2',
  '1.3': 'v1_3',
  '1.4': 'v1_4',
  '1.5': 'v1_5',
  '1.6': 'v1_6',
  '1.7': 'v1_7',
} as const satisfies Readonly<Record<SchemaVersion, string>>;

/** The schemas of CycloneDX on the calling thread: a third of all of Loupe's code, loaded with the first document. */
export const compiledSchemas: Schemas = async (version, value) => {
  const schemas = await import('loupe:cyclonedx-schemas');
  const validate = schemas[NAMES[version]];
  return validate(value) ? [] : (validate.errors ?? []);
};
