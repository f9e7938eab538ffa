import type { FactOf } from '../../model/reading.ts';

/** Names that packages use for what SPDX lists under another. Only those that are certain. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['expat', 'mit'],
  ['x11', 'x11'],
  ['apache 2', 'apache-2.0'],
  ['apache 2.0', 'apache-2.0'],
  ['apache-2', 'apache-2.0'],
  ['apache license 2.0', 'apache-2.0'],
  ['apache license, version 2.0', 'apache-2.0'],
  ['apache software license 2.0', 'apache-2.0'],
  ['mit license', 'mit'],
  ['the mit license', 'mit'],
  ['bsd 2-clause', 'bsd-2-clause'],
  ['bsd 3-clause', 'bsd-3-clause'],
]);

const GNU = /^(gpl|lgpl|agpl|gfdl)-?(\d)(?:\.(\d))?(?:\.0)?(\+|-or-later|-only)?$/;

/**
 * The licenses that facts name, one spelling each, for holding two sides against each other. How they are combined does
 * not count: what matters is a license that one side has and the other does not name.
 */
export function licensesOf(facts: readonly FactOf[]): ReadonlySet<string> {
  const out = new Set<string>();
  for (const { field, role, value } of facts) {
    if (field !== 'license' || role === 'file' || typeof value !== 'string') continue;
    for (const name of namesIn(value)) out.add(name);
  }
  return out;
}

/** A name that packages use for one license of SPDX's list, in SPDX's spelling; only where that is certain. */
export function spdxSpelling(text: string): string | undefined {
  const name = text.trim().toLowerCase();
  const found = name.length > LONGEST ? name : spelled(name);
  return found === name ? undefined : found;
}

/** At most this much of a text is taken for the name of a license. */
const LONGEST = 400;

function namesIn(text: string): string[] {
  const whole = text.trim().toLowerCase();
  const alias = ALIASES.get(whole);
  if (alias !== undefined) return [alias];
  if (whole.length > LONGEST || whole.includes('://')) return [];
  return whole
    .split(/ and | or | with |[()|;]/)
    .map((part) => spelled(part.trim()))
    .filter(
      (part) => part !== '' && part !== 'noassertion' && part !== 'none' && !part.startsWith('licenseref-'),
    );
}

function spelled(name: string): string {
  const gnu = GNU.exec(name);
  if (gnu === null) return ALIASES.get(name) ?? name;
  const [, family = '', major = '', minor = '0', tail] = gnu;
  return `${family}-${major}.${minor}${tail === '+' ? '-or-later' : (tail ?? '-only')}`;
}
