import { decodeUtf8, toHex } from '../base/bytes.ts';
import { type Der, TAG } from './der.ts';
import { asciiText, DerFields, oidText, stringText } from './der-values.ts';

/** A GeneralName (RFC 5280 §4.2.1.6) of a kind that names a signer. */
export interface GeneralName {
  readonly kind: 'email' | 'uri' | 'dns' | 'other';
  readonly value: string;
}

/** OtherName that Fulcio uses for user names (fulcio oid-info.md, 1.7). */
const FULCIO_OTHER_NAME = '1.3.6.1.4.1.57264.1.7';

/** Reads GeneralNames; `undefined` when one is of a kind that names no signer, or is not well formed. */
export function readGeneralNames(value: Der | undefined): readonly GeneralName[] | undefined {
  if (value?.tag !== TAG.sequence || value.children.length === 0) return undefined;
  const names: GeneralName[] = [];
  for (const child of value.children) {
    const name = readGeneralName(child);
    if (name === undefined) return undefined;
    names.push(name);
  }
  return names;
}

function readGeneralName(value: Der): GeneralName | undefined {
  switch (value.tag) {
    case 0x81:
      return named('email', asciiText(value.content));
    case 0x82:
      return named('dns', asciiText(value.content));
    case 0x86:
      return named('uri', asciiText(value.content));
    case 0xa0: {
      const fields = new DerFields(value, 0xa0);
      const type = oidText(fields.next(TAG.oid));
      const text = stringText(fields.next(0xa0)?.children[0]);
      return fields.complete && type === FULCIO_OTHER_NAME ? named('other', text) : undefined;
    }
    default:
      return undefined;
  }
}

/** A NUL in a name ends it for some readers and not for others: no name. */
function named(kind: GeneralName['kind'], value: string | undefined): GeneralName | undefined {
  return value === undefined || value === '' || value.includes('\0') ? undefined : { kind, value };
}

const ATTRIBUTE: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
};

/** A distinguished name for people (RFC 4514, in the order of the certificate); names are compared by their bytes. */
export function nameText(value: Der | undefined): string {
  const parts: string[] = [];
  for (const set of value?.children ?? []) {
    for (const attribute of set.children) {
      const type = oidText(attribute.children[0]);
      const held = attribute.children[1];
      const text =
        stringText(held) ?? (held === undefined ? '' : (decodeUtf8(held.content) ?? `#${toHex(held.raw)}`));
      parts.push(`${ATTRIBUTE[type] ?? type}=${text}`);
    }
  }
  return parts.join(', ');
}
