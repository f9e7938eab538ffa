import { displayName } from '../base/names.ts';
import { readYaml } from '../base/yaml.ts';
import type { ReadingBuilder } from './reading-builder.ts';

/**
 * The value of a YAML document, read by {@link readYaml}; `undefined` when it could not be read, which the reading then
 * says. `as` ends the sentence: `as a lockfile`.
 */
export function readYamlFile(out: ReadingBuilder, bytes: Uint8Array, as: string): unknown {
  const yaml = readYaml(bytes);
  if (yaml.ok) return yaml.value;
  const { code, severity, message, offset } = yaml.error;
  out.fault(code, severity, `"${displayName(out.path)}" was not read ${as}. ${message}.`, offset);
  return undefined;
}
