import { matchesPurl } from '../advisory/purl-pattern.ts';
import { displayName } from '../base/names.ts';
import { parsePurl } from '../base/purl-parse.ts';
import { type LicensePolicy, readLicensePolicy } from '../case/license-policy.ts';
import type { CaseModel, Component, Occurrence } from '../case/model.ts';
import type { Settings } from '../case/settings.ts';
import { placesInOrder } from './first-place.ts';
import { isCovered, type LicenseVerdict, licenseVerdict } from './license-verdict.ts';
import { recognizedLicenses, type SaidLicense, statedLicenses } from './licenses-said.ts';
import type { Flagged, Rule } from './types.ts';

/** Components that something licensed can be; files, services and systems are not passed on under one licence. */
const LICENSED = new Set([
  'library',
  'application',
  'framework',
  'machine-learning-model',
  'data',
  'container',
]);
const MOST_SHOWN = 20;

/** Components under licences that the user's licence policy does not allow. Silent where no policy is in force. */
export const licensePolicy: Rule = {
  id: 'licence.policy',
  title: 'A licence is not one that you allow',
  grade: 'policy',
  why: 'You stated which licences you allow. What is passed on under others may ask of you what you do not want to give, or be no licence at all.',
  mayBeWrong:
    'It goes by what packages and documents state of themselves, and where they state nothing by the texts in them. Which terms apply also depends on what you do with the software; this is no legal advice.',
  remedy:
    'Replace the component, choose other terms where they are offered, or state an exception with its reason.',
  *run(model) {
    for (const { name, policy } of licensePolicies(model.settings)) {
      const unknown: Component[] = [];
      for (const [index, component] of model.components.entries()) {
        if (!LICENSED.has(component.type)) continue;
        const places = placesInOrder(model, component)
          .flatMap((at) => model.occurrences[at] ?? [])
          .filter(({ state }) => state !== 'removed');
        const [place] = places;
        if (place === undefined) continue;
        const stated = hold(statedLicenses(places), policy);
        const held = stated.verdict === 'unknown' ? byTexts(model, index, stated, policy) : stated;
        if (held.verdict === 'unknown' && !isExempt(component, [], policy)) unknown.push(component);
        if (held.verdict === 'denied' || held.verdict === 'unlisted')
          yield flagged(component, place, held, name, policy);
      }
      if (policy.tellUnknown && unknown.length > 0) yield ofNobody(unknown, name);
    }
  },
};

const kept = new WeakMap<Settings['references'], ReturnType<typeof readAll>>();

/** The licence policies that the user put in force; one that cannot be read was refused when it was given. */
export function licensePolicies(settings: Settings): ReturnType<typeof readAll> {
  let policies = kept.get(settings.references);
  if (policies === undefined) {
    policies = readAll(settings.references);
    kept.set(settings.references, policies);
  }
  return policies;
}

function readAll(
  references: Settings['references'],
): { readonly name: string; readonly policy: LicensePolicy }[] {
  return references
    .flatMap(({ as, name, bytes, sha256 }) => {
      const read = as === 'licences' ? readLicensePolicy(bytes) : undefined;
      return read?.ok === true ? [{ name: read.value.name ?? name, policy: read.value, sha256 }] : [];
    })
    .sort((a, b) => (a.sha256 < b.sha256 ? -1 : a.sha256 > b.sha256 ? 1 : 0));
}

interface Held {
  readonly verdict: LicenseVerdict;
  /** What is said of the licence, as far as the verdict comes from it. */
  readonly by: readonly SaidLicense[];
}

/** All that is stated binds together; what cannot be read counts only where nothing else can be. */
function hold(stated: readonly SaidLicense[], policy: LicensePolicy): Held {
  const verdicts = stated.map((one) => ({ one, verdict: licenseVerdict(one.text, policy) }));
  for (const verdict of ['denied', 'unlisted'] as const) {
    const by = verdicts.filter((each) => each.verdict === verdict).map(({ one }) => one);
    if (by.length > 0) return { verdict, by };
  }
  const known = verdicts.some(({ verdict }) => verdict === 'allowed');
  return { verdict: known ? 'allowed' : 'unknown', by: stated };
}

/** Declarations that say no more than that a text says it. */
const SEE_TEXT = /^see (?:the )?licen[cs]e\b/i;

/**
 * Where nothing that is stated says which licence it is, the texts in the component do. They can always speak against it;
 * for it only where nothing else is in these files, and nothing else is stated.
 */
function byTexts(model: CaseModel, index: number, stated: Held, policy: LicensePolicy): Held {
  const { licenses, open } = recognizedLicenses(model, index);
  const held = hold(licenses, policy);
  if (held.verdict === 'denied' || held.verdict === 'unlisted') return held;
  const isClear = !open && stated.by.every(({ text }) => SEE_TEXT.test(text.trim()));
  return held.verdict === 'allowed' && isClear ? held : stated;
}

function flagged(
  component: Component,
  place: Occurrence,
  { verdict, by }: Held,
  policyName: string,
  policy: LicensePolicy,
): Flagged {
  const said = by.map(({ text }) => displayName(text.slice(0, 200)));
  const exemption = isExempt(
    component,
    by.map(({ text }) => text),
    policy,
  );
  const named = displayName([component.name, component.version].filter(Boolean).join(' '));
  const text = by.find(({ recognizedIn }) => recognizedIn !== undefined)?.recognizedIn;
  const subject = text === undefined ? `${named} is under` : `${named} holds the licence text of`;
  const recognized =
    text === undefined
      ? ''
      : ` It declares no licence that SPDX lists; "${displayName(text)}" holds this text word for word.`;
  return {
    severity: verdict === 'denied' ? 'medium' : 'low',
    component: component.key,
    source: place.source,
    path: text ?? place.path,
    key: `${policyName}\0${verdict}`,
    title:
      verdict === 'denied'
        ? `${subject} ${said.join(', ')}, which you deny.`
        : `${subject} ${said.join(', ')}, which is not among the licences you allow.`,
    detail: `By the licence policy ${displayName(policyName)}.${recognized}`,
    evidence: by.map(({ text, pointer, recognizedIn }) => ({
      label: recognizedIn === undefined ? 'stated licence' : 'licence recognized by its text, not declared',
      value: recognizedIn === undefined ? text.slice(0, 400) : `${text} in ${displayName(recognizedIn)}`,
      ...(pointer === undefined ? {} : { at: pointer }),
    })),
    ...(exemption === undefined
      ? {}
      : { suppressedBy: `Your licence policy excepts it: ${displayName(exemption.reason)}.` }),
  };
}

/** The exception that speaks of the component and of every licence that is in the way. */
function isExempt(component: Component, texts: readonly string[], policy: LicensePolicy) {
  const purl = component.purl === undefined ? undefined : parsePurl(component.purl);
  if (purl === undefined) return undefined;
  return policy.exemptions.find((one) => {
    const pattern = parsePurl(one.purl);
    if (pattern === undefined || !matchesPurl(pattern, purl)) return false;
    return (
      one.licenses.length === 0 || (texts.length > 0 && texts.every((text) => isCovered(text, one.licenses)))
    );
  });
}

/** One finding for all: that nothing is known is one thing to find out, however many it is of. */
function ofNobody(unknown: readonly Component[], policyName: string): Flagged {
  const count = unknown.length.toLocaleString('en');
  const rest = unknown.length - MOST_SHOWN;
  return {
    severity: 'low',
    key: `${policyName}\0unknown`,
    title: `Of ${count} component${unknown.length === 1 ? '' : 's'} no licence is known.`,
    detail: `By the licence policy ${displayName(policyName)}. Nothing is stated, or nothing that SPDX lists, and no text in it says it alone: that is not allowed, and not denied.${rest > 0 ? ` ${rest.toLocaleString('en')} more than those shown.` : ''}`,
    evidence: unknown
      .map(({ purl, name, version }) => purl ?? [name, version].filter(Boolean).join(' '))
      .sort()
      .slice(0, MOST_SHOWN)
      .map((value) => ({ label: 'without known licence', value })),
    remedy:
      'Find out under which licence each is, and write it into the SBOM; or state an exception with its reason.',
  };
}
