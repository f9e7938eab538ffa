import { type LicenseNode, readLicense } from '../base/license-expression.ts';
import { familyOfLicense } from '../base/license-family.ts';
import { type LicenseChoice, licenseChoices } from '../base/license-versions.ts';
import type { LicensePolicy, LicenseTerm } from '../case/license-policy.ts';
import { spdxSpelling } from '../case/reconcile/license-sets.ts';

/**
 * What a policy says of a licence, the better first. `unlisted`: known, and neither allowed nor denied where only what is
 * listed is allowed. `unknown`: nobody can say what it is, which is never allowed.
 */
export type LicenseVerdict = 'allowed' | 'unlisted' | 'unknown' | 'denied';

const ORDER: readonly LicenseVerdict[] = ['allowed', 'unlisted', 'unknown', 'denied'];

/**
 * Holds a licence expression (SPDX 3.0.1, annex B) against a policy. Of a choice (`OR`, or a licence `or later`) the
 * better part counts: whoever uses the software may choose it. Of a union (`AND`) the worse one does.
 */
export function licenseVerdict(text: string, policy: Pick<LicensePolicy, 'allow' | 'deny'>): LicenseVerdict {
  const reading = readLicense(text);
  if (reading.kind === 'expression') return verdictOf(reading.node, policy);
  // Many packages write `Expat`, `GPL-2+` or `Apache 2.0`, and mean one licence of the list by it.
  const spelled = reading.kind === 'invalid' ? spdxSpelling(text) : undefined;
  const again = spelled === undefined ? reading : readLicense(spelled);
  return again.kind === 'expression' ? verdictOf(again.node, policy) : 'unknown';
}

/** Whether a policy's lists name every licence that an expression leaves no choice but to take. */
export function isCovered(text: string, terms: readonly LicenseTerm[]): boolean {
  return licenseVerdict(text, { allow: terms, deny: [] }) === 'allowed';
}

function verdictOf(node: LicenseNode, policy: Pick<LicensePolicy, 'allow' | 'deny'>): LicenseVerdict {
  if ('license' in node) {
    const { license, orLater, exception } = node;
    return licenseChoices(license, orLater, exception)
      .map((choice) => verdictOfChoice(choice, policy))
      .reduce(better);
  }
  return node.parts.map((part) => verdictOf(part, policy)).reduce(node.operator === 'or' ? better : worse);
}

/** The closer entry decides: an id with its exception, then an id, then a family; of two as close, what is denied. */
function verdictOfChoice(
  choice: LicenseChoice,
  { allow, deny }: Pick<LicensePolicy, 'allow' | 'deny'>,
): LicenseVerdict {
  const denied = closeness(choice, deny);
  const allowed = closeness(choice, allow ?? []);
  if (denied > 0 && denied >= allowed) return 'denied';
  if (allowed > 0) return 'allowed';
  // A reference says that there is a text, and not what it says.
  if (/^(?:DocumentRef-|LicenseRef-)/.test(choice.license)) return 'unknown';
  return allow === undefined ? 'allowed' : 'unlisted';
}

/** 0: no entry speaks of it; 1 a family, 2 the licence, 3 the licence with this exception. */
function closeness(choice: LicenseChoice, terms: readonly LicenseTerm[]): number {
  let closest = 0;
  for (const term of terms) {
    if ('family' in term) {
      if (familyOfLicense(choice.license, choice.exception) === term.family) closest = Math.max(closest, 1);
      continue;
    }
    const named = licenseChoices(term.license, term.orLater, term.exception);
    const mine = named.find(({ license }) => license === choice.license);
    if (mine === undefined) continue;
    if (mine.exception === choice.exception) closest = Math.max(closest, 3);
    // An exception only takes away what a licence asks for; an entry that is made for one says nothing without it.
    else if (mine.exception === undefined) closest = Math.max(closest, 2);
  }
  return closest;
}

function better(a: LicenseVerdict, b: LicenseVerdict): LicenseVerdict {
  return ORDER.indexOf(a) <= ORDER.indexOf(b) ? a : b;
}

function worse(a: LicenseVerdict, b: LicenseVerdict): LicenseVerdict {
  return ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b;
}
