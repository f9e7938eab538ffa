import type { Party } from '../model/document.ts';

/** `Organization: Example (mail@example.com)`, as SPDX 2 writes who somebody is. */
export interface NamedParty {
  readonly kind: Party['kind'];
  readonly name: string;
  readonly email?: string;
}

const KINDS = { person: 'person', organization: 'organization', tool: 'tool' } as const;

/** Reads who is named; the mail address in brackets may be empty. What has no known prefix is a name alone. */
export function namedParty(text: string): NamedParty {
  const colon = text.indexOf(':');
  const prefix = text.slice(0, Math.max(0, colon)).trim().toLowerCase();
  const kind =
    prefix === 'person' || prefix === 'organization' || prefix === 'tool' ? KINDS[prefix] : 'unknown';
  const rest = (kind === 'unknown' ? text : text.slice(colon + 1)).trim();
  const open = rest.endsWith(')') ? rest.lastIndexOf('(') : -1;
  const email = open < 0 ? '' : rest.slice(open + 1, -1).trim();
  // A bracket that holds no address belongs to the name: `Example (Germany)`.
  if (open < 0 || (email !== '' && !email.includes('@'))) return { kind, name: rest };
  const name = rest.slice(0, open).trim();
  return email === '' ? { kind, name } : { kind, name, email };
}

/** A creator of a document; a tool's version is what follows the last hyphen, where that starts like a version. */
export function creator(text: string): Party {
  const { kind, name, email } = namedParty(text);
  if (kind !== 'tool') return { role: 'author', kind, name, ...(email === undefined ? {} : { email }) };
  const hyphen = name.lastIndexOf('-');
  const version = /^v?\d/.test(name.slice(hyphen + 1)) ? name.slice(hyphen + 1) : '';
  if (hyphen <= 0 || version === '') return { role: 'tool', kind, name };
  return { role: 'tool', kind, name: name.slice(0, hyphen), version };
}
