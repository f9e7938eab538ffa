import type { Absence, How } from '../../../core/model/reading.ts';
import { formatCount, plural } from '../format.ts';

const hows: Readonly<Record<How, string>> = {
  verified: 'verified',
  measured: 'measured',
  stated: 'stated',
  derived: 'derived',
};

const absences: Readonly<Record<Absence, string>> = {
  'not-stated': 'not stated',
  NOASSERTION: 'NOASSERTION',
  NONE: 'NONE',
  unknown: 'unknown',
  withheld: 'withheld',
};

export const inspector = {
  label: 'Details',
  close: 'Close the details',
  nothing: 'Choose a row to see what is known about it, and how.',
  gone: 'This is not in the case any more.',
  loading: 'Asking the case.',
  role: (kind: string, role: string) => `${kind}, role: ${role}`,
  roles: { subject: 'subject', claim: 'claim', reference: 'reference' },
  path: 'Path',
  kind: 'Kind',
  size: 'Size',
  digestNames: { sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512', sha1: 'SHA-1', md5: 'MD5' },
  weak: 'weak',
  ladder: 'Digest ladder',
  rungs: (pass: number, total: number) => `${formatCount(pass)} of ${formatCount(total)}`,
  ladderClaimed: 'consistent with itself',
  ladderClaimedText: 'Who wrote the file wrote these digests too.',
  ladderContradicted: 'contradicts itself',
  ladderContradictedText: 'The bytes are not the ones the image names.',
  ladderWorking: 'Digests are still being computed.',
  ladderOpen: 'not fully inspected',
  ladderOpenText: 'Some rungs could not be computed.',
  notInspected: 'Not fully inspected',
  unread: 'Could not be read',
  why: 'Why is it here',
  files: 'Files',
  look: 'Look inside',
  places: (found: number, stated: number) => {
    const says = stated === 0 ? [] : [`${plural(stated, 'document')} ${stated === 1 ? 'names' : 'name'} it`];
    return [...(found > 0 || stated === 0 ? [plural(found, 'place')] : []), ...says].join(', ');
  },
  placeState: {
    present: (layer: number | undefined, _by: number | undefined) =>
      layer === undefined ? 'found' : `layer ${layer + 1}`,
    removed: (layer: number | undefined, by: number | undefined) =>
      `${layer === undefined ? 'removed' : `layer ${layer + 1}, removed`}${by === undefined ? '' : ` in ${by + 1}`}`,
    stated: (layer: number | undefined, _by: number | undefined) =>
      layer === undefined ? 'says so' : `says so, layer ${layer + 1}`,
  },
  sayers: (count: number) => `${formatCount(count)} sources agree`,
  ownedBy: (owner: string) => `owned by ${owner}`,
  morePlaces: (count: number) => `${plural(count, 'more place')}`,
  said: 'What is said about it',
  hows,
  absences,
  asks: (count: number) => `Asks for ${formatCount(count)}`,
  askedBy: (count: number) => `Asked for by ${formatCount(count)}`,
  asksNone: 'It asks for nothing that Loupe could see.',
  askedByNone: 'Nothing that Loupe could see asks for it.',
  asked: (range: string) => `asks for ${range}`,
  moreRelations: (count: number) => `${formatCount(count)} more`,
  type: 'Type',
  layers: 'Layers',
  holds: 'Holds',
  relation: 'Relation',
  relationOf: (kind: string, scope: string) => `Relation, ${kind} ${scope}`,
  askedFor: 'Asked for',
  got: 'Got',
  kindOf: 'Kind',
  rawKind: 'Word in the file',
  notStated: 'not stated',
  relationHow: {
    read: (name: string) => `Read in what says so for ${name}`,
    word: (raw: string, range: string | undefined) =>
      range === undefined ? `its “${raw}”` : `its “${raw}” asks for ${range}`,
    joined: 'Joined to what stands there',
    derived: (got: string) => `found by the rules of its package manager: ${got}`,
    stated: (got: string) => `stated: ${got}`,
  },
  entry: 'Entry',
  whatHappened: 'What happened',
  preview: 'Preview',
  password: {
    title: (name: string, entries: number) =>
      `${name} is locked: ${plural(entries, 'entry', 'entries')} wait for a password.`,
    label: 'Password',
    open: 'Open',
    infected: 'Try “infected”',
    infectedDetail: 'What malware samples are usually locked with.',
    opening: 'Opening',
  },
} as const;
