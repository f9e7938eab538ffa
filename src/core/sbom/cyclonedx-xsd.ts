import { inflate } from 'pako';
import { fromBase64 } from '../base/base64.ts';
import { decodeUtf8 } from '../base/bytes.ts';
import type { SchemaTables } from './xml-schema.ts';

let tables: Promise<Readonly<Record<string, SchemaTables>>> | undefined;

/** The XML schema of a version of CycloneDX; unpacked when the first is asked for. */
export async function cyclonedxXsd(version: string): Promise<SchemaTables | undefined> {
  tables ??= unpacked();
  const all = await tables;
  return Object.hasOwn(all, version) ? all[version] : undefined;
}

/** Our own build wrote it: what does not unpack is a bug. */
async function unpacked(): Promise<Readonly<Record<string, SchemaTables>>> {
  const { default: text } = await import('loupe:cyclonedx-xsd');
  const bytes = fromBase64(text);
  const json = bytes === undefined ? undefined : decodeUtf8(inflate(bytes));
  if (json === undefined) throw new Error('the XML schemas do not unpack');
  return JSON.parse(json) as Readonly<Record<string, SchemaTables>>;
}
