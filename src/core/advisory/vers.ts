import { decodePercent } from '../base/purl-parse.ts';
import { orderingOf } from './order/registry.ts';
import type { Ordering } from './order/types.ts';

const FORM = /^vers:([a-z0-9.+-]+)\/(.+)$/i;

/**
 * Whether a version is one of those a statement names: a version as it is, or a range of the form
 * `vers:npm/>=1.0|<2.0` (ECMA-427's companion, version range specifier). `undefined` where it cannot be told: then the
 * statement says nothing of this version.
 */
export function versionIsIn(stated: string, version: string, ecosystem: string): boolean | undefined {
  const [, , constraints] = FORM.exec(stated.trim()) ?? [];
  if (constraints === undefined) return stated === version;
  if (constraints.trim() === '*') return true;
  const ordering = orderingOf(ecosystem);
  if (ordering?.valid(version) !== true) return undefined;
  const parts = constraints.split('|').flatMap((text) => constraint(text) ?? []);
  if (parts.length < constraints.split('|').length || parts.some(({ version: at }) => !ordering.valid(at)))
    return undefined;
  const exact = parts.filter(({ version: at }) => ordering.compare(at, version) === 0);
  if (exact.some(({ comparator }) => comparator === '!=')) return false;
  if (exact.length > 0) return exact.some(({ comparator }) => comparator.endsWith('='));
  return between(parts, version, ordering);
}

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
