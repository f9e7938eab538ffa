import { readLicense } from '../base/license-expression.ts';
import { parsePurl } from '../base/purl-parse.ts';
import type { Absence, FactValue } from '../model/reading.ts';
import type { ValueCheck } from './types.ts';

/** What one value amounts to. */
export type Outcome = 'pass' | 'unknown' | 'withheld' | 'wrong' | 'missing';

/** Words that stand for the absence of a value in fields that have no better way to say it. */
const ABSENT_WORDS: ReadonlyMap<string, Outcome> = new Map([
  ['noassertion', 'unknown'],
  ['unknown', 'unknown'],
  ['none', 'unknown'],
  ['n/a', 'unknown'],
  ['withheld', 'withheld'],
  ['redacted', 'withheld'],
]);

const ABSENCES: Readonly<Record<Absence, Outcome>> = {
  'not-stated': 'missing',
  NOASSERTION: 'unknown',
  NONE: 'unknown',
  unknown: 'unknown',
  withheld: 'withheld',
};

/** Whether a value is there and fits. No named absence counts as present (DESIGN §5). */
export function outcomeOf(value: FactValue, check: ValueCheck): Outcome {
  if (typeof value !== 'string') return ABSENCES[value.absent];
  const text = value.trim();
  if (text === '') return 'missing';
  const absent = ABSENT_WORDS.get(text.toLowerCase());
  if (absent !== undefined) return absent;
  return fits(text, check) ? 'pass' : 'wrong';
}

/** RFC 3339, section 5.6, the separator `T` asked for. */
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;
/** CPE 2.2 and 2.3. */
const CPE = /^cpe:(?:2\.3:[aho*-](?::(?:\\.|[^:\\])*){10}|\/[aho]?(?::[^:]*){0,6})$/i;
const SWHID = /^swh:1:(?:cnt|dir|rev|rel|snp):[0-9a-f]{40}(?:;.*)?$/;
const GITOID = /^gitoid:(?:blob|tree|commit|tag):sha(?:1|256):[0-9a-f]+$/;
/** The six types of CISA's "Types of SBOM" (2023), and CycloneDX's phases that stand for them. */
const TYPES = new Set([
  ...['design', 'source', 'build', 'analyzed', 'deployed', 'runtime'],
  ...['pre-build', 'post-build', 'operations', 'discovery', 'decommission'],
]);

/** Hex digits of a digest, by algorithm. */
const HASH_DIGITS: Readonly<Record<string, number>> = {
  md5: 32,
  sha1: 40,
  sha224: 56,
  sha256: 64,
  sha384: 96,
  sha512: 128,
  'sha3-256': 64,
  'sha3-384': 96,
  'sha3-512': 128,
  'blake2b-256': 64,
  'blake2b-384': 96,
  'blake2b-512': 128,
  blake3: 64,
};

function fits(text: string, check: ValueCheck): boolean {
  if (check.startsWith('one-of:')) return check.slice(7).split('|').includes(text.toLowerCase());
  switch (check) {
    case 'timestamp':
      return TIMESTAMP.test(text) && !Number.isNaN(Date.parse(text));
    case 'hash':
      return isHash(text);
    case 'strong-hash':
      return isHash(text) && !/^(?:md[2456]|sha1|adler32)/i.test(text);
    case 'sha512':
      return /^sha512:[0-9a-f]{128}$/i.test(text);
    case 'license':
      return readLicense(text).kind === 'expression';
    case 'identifier':
      return isIdentifier(text);
    case 'uri':
      return /^[a-z][a-z0-9+.-]*:[^\s]+$/i.test(text);
    case 'file-name':
      return !/[/\\]/.test(text);
    case 'sbom-type':
      return TYPES.has(text.toLowerCase());
    default:
      return true;
  }
}

function isHash(text: string): boolean {
  const [algorithm = '', hex = ''] = text
    .toLowerCase()
    .replace(/^sha-(?=\d)/, 'sha')
    .split(':');
  const digits = Object.hasOwn(HASH_DIGITS, algorithm) ? HASH_DIGITS[algorithm] : undefined;
  return /^[0-9a-f]+$/.test(hex) && (digits === undefined ? hex.length >= 8 : hex.length === digits);
}

function isIdentifier(text: string): boolean {
  if (/^pkg:/i.test(text)) return parsePurl(text) !== undefined;
  if (/^cpe:/i.test(text)) return CPE.test(text);
  if (/^swh:/.test(text)) return SWHID.test(text);
  if (/^gitoid:/.test(text)) return GITOID.test(text);
  return text.length > 0;
}

/** Compares versions of formats: `1.6` is not older than `1.5`, `SPDX-2.3` not newer than `3.0.1`. */
export function versionAtLeast(version: string, least: string): boolean {
  const numbers = (text: string) =>
    text
      .replace(/^[A-Za-z-]*/, '')
      .split('.')
      .map(Number);
  const a = numbers(version);
  const b = numbers(least);
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (Number.isNaN(difference)) return false;
    if (difference !== 0) return difference > 0;
  }
  return true;
}
