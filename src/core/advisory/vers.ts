import { decodePercent } from '../base/purl-parse.ts';
import { orderingOf } from './order/registry.ts';
import { semver } from './order/semver.ts';
import type { Ordering } from './order/types.ts';

const FORM = /^vers:([a-z0-9.+-]+)\/(.+)$/i;

/** A version of a package: its ecosystem, and the type of its package URL. */
export interface VersionOf {
  readonly version: string;
  readonly ecosystem: string;
  readonly type: string;
}

/**
 * Whether a version is one of those a statement names: a version as it is, or a range of the form
 * `vers:npm/>=1.0|<2.0` (ECMA-427's companion, version range specifier). A range of another type than the package's says
 * nothing of it, not even `*`; see {@link rangeFits}. `undefined` where it cannot be told: then the statement does not
 * vouch for this version.
 */
export function versionIsIn(stated: string, of: VersionOf): boolean | undefined {
  const [, scheme = '', constraints] = FORM.exec(stated.trim()) ?? [];
  const { version, ecosystem } = of;
  if (constraints === undefined) return stated === version;
  if (!rangeFits(stated, of)) return false;
  if (constraints.trim() === '*') return true;
  const texts = constraints.split('|');
  const parts = texts.flatMap((text) => constraint(text) ?? []);
  if (parts.length < texts.length) return undefined;
  if (scheme.toLowerCase() === 'generic') return amongAlone(parts, version);
  const ordering = orderingOf(ecosystem);
  if (ordering?.valid(version) !== true || parts.some(({ version: at }) => !ordering.valid(at)))
    return undefined;
  const exact = parts.filter(({ version: at }) => ordering.compare(at, version) === 0);
  if (exact.some(({ comparator }) => comparator === '!=')) return false;
  if (exact.length > 0) return exact.some(({ comparator }) => comparator.endsWith('='));
  return between(parts, version, ordering);
}

/**
 * Whether a range is of the versions of such a package: of its type, of Semantic Versioning where its ecosystem follows
 * that, or `generic`. What is no range names a version and fits.
 */
export function rangeFits(stated: string, { ecosystem, type }: Omit<VersionOf, 'version'>): boolean {
  const [, named] = FORM.exec(stated.trim()) ?? [];
  const scheme = named?.toLowerCase();
  if (scheme === undefined || scheme === 'generic' || scheme === type) return true;
  if (scheme === 'semver') return orderingOf(ecosystem) === semver;
  return Object.hasOwn(OTHER_NAMES, scheme) && OTHER_NAMES[scheme] === type;
}

/** Schemes that are called otherwise than the type of the packages they are of. */
const OTHER_NAMES: Readonly<Record<string, string>> = { alpine: 'apk' };

interface Constraint {
  readonly comparator: string;
  readonly version: string;
}

/** `undefined` where its percent-encoding cannot be decoded. */
function constraint(text: string): Constraint | undefined {
  const [, comparator = '', encoded = ''] = /^(>=|<=|!=|>|<|=)?(.*)$/s.exec(text.trim()) ?? [];
  const version = decodePercent(encoded);
  return version === undefined ? undefined : { comparator: comparator === '' ? '=' : comparator, version };
}

/** Of versions whose order nobody names only those that are listed one by one can be told. */
function amongAlone(parts: readonly Constraint[], version: string): boolean | undefined {
  if (parts.some(({ comparator }) => comparator !== '=')) return undefined;
  return parts.some((one) => one.version === version);
}

/** In the intervals that neighbours span, in the order of versions: from a lower bound to the next upper one. */
function between(parts: readonly Constraint[], version: string, ordering: Ordering): boolean {
  const bounds = parts
    .filter(({ comparator }) => comparator.startsWith('<') || comparator.startsWith('>'))
    .sort((a, b) => ordering.compare(a.version, b.version));
  const above = bounds.find(({ version: at }) => ordering.compare(version, at) < 0);
  const below = bounds.findLast(({ version: at }) => ordering.compare(version, at) > 0);
  if (above !== undefined)
    return above.comparator.startsWith('<') && below?.comparator.startsWith('<') !== true;
  return below?.comparator.startsWith('>') === true;
}
