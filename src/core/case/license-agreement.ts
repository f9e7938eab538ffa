import { type LicenseNode, readLicense } from '../base/license-expression.ts';
import type { Knowing } from '../model/knowing.ts';
import type { LicenseFile } from './license-texts.ts';

/**
 * What a declared license and the texts amount to. `unrecognized`: there are texts, or names, that are none of SPDX's
 * list, or only names of others, so that nothing can be held against the other side.
 */
export type Agreement = 'agrees' | 'disagrees' | 'unrecognized' | 'text-only' | 'declared-only' | 'nothing';

/** A text says what its own file says of itself: it never proves that the license is granted. */
export const AGREEMENT_STATE: Readonly<Record<Agreement, Knowing>> = {
  agrees: 'claimed',
  disagrees: 'contradicted',
  unrecognized: 'not-inspected',
  'text-only': 'claimed',
  'declared-only': 'claimed',
  nothing: 'missing',
};

/** A license file, and whether it speaks for the whole package ({@link speaksForPackage}). */
export interface HeldFile extends Pick<LicenseFile, 'kind' | 'texts' | 'stated' | 'words' | 'recognized'> {
  readonly own: boolean;
}

/**
 * Holds what is declared against texts first, and where none was recognized against names. One license that both have is
 * agreement: texts of parts that a package bundles lie beside its own, and are told as others. They disagree only where
 * the files that speak for the package leave nothing open: no other text in them, no name and no reference.
 */
export function holdLicenses(
  declared: readonly string[],
  files: readonly HeldFile[],
): { readonly agreement: Agreement; readonly others: readonly string[] } {
  const texts = files.flatMap((file) => file.texts.map(({ ids }) => ids));
  const names = files.flatMap(({ stated }) => stated.flatMap(({ ids }) => (ids.length === 0 ? [] : [ids])));
  const shown = texts.length > 0 ? texts : names;
  const asked = declared.flatMap(allowedBy);
  const isDeclared = (ids: readonly string[]) => ids.some((id) => asked.some((one) => admits(one, id)));
  const differing = shown.filter((ids) => !isDeclared(ids));
  const others = [...new Set(differing.map((ids) => ids.join(' or ')))].sort();
  // A notice that holds no license is no license text.
  const isThere = files.some(({ kind }) => kind !== 'notice') || shown.length > 0;
  if (!isThere) return { agreement: declared.length === 0 ? 'nothing' : 'declared-only', others: [] };
  if (declared.length === 0) return { agreement: 'text-only', others };
  if (shown.length === 0 || asked.length === 0) return { agreement: 'unrecognized', others };
  if (differing.length < shown.length) return { agreement: 'agrees', others };
  const own = files.filter((file) => file.own && (file.kind !== 'notice' || file.texts.length > 0));
  if (own.length === 0 && texts.length > 0) return { agreement: 'declared-only', others };
  const isOpen =
    !own.some((file) => file.texts.length > 0) ||
    own.some(leavesOpen) ||
    asked.some(({ id }) => /^(?:DocumentRef-|LicenseRef-)/.test(id)) ||
    shown.some((ids) => ids.some((id) => asked.some((one) => isKindOf(one, id)))) ||
    names.some(isDeclared);
  return { agreement: isOpen ? 'unrecognized' : 'disagrees', others };
}

/** Heads, holders and addresses; more may be a license that is worded otherwise than SPDX words it. */
const FEW_WORDS = 100;
/** What most copies of these end with: how to apply the terms, which is no part of them. */
const APPENDICES: readonly (readonly [ids: RegExp, words: number])[] = [
  [/^[AL]?GPL-/, 450],
  [/^Apache-2\.0/, 200],
];

/** Whether a file may hold a license that was not recognized. A file of names alone holds nothing but them. */
export function leavesOpen({ texts, stated, words, recognized }: HeldFile): boolean {
  if (texts.length === 0 && stated.some(({ ids }) => ids.length > 0)) return false;
  const held = texts.flatMap(({ ids }) => ids);
  const [, appendix = 0] = APPENDICES.find(([ids]) => held.some((id) => ids.test(id))) ?? [];
  return texts.length === 0 || words - recognized > FEW_WORDS + appendix;
}

/** SPDX lists wordings of one license apart, and packages seldom do: `MIT` and `MIT-open-group`. */
function isKindOf({ id }: Allowed, found: string): boolean {
  return found.startsWith(`${id}-`) || id.startsWith(`${found}-`);
}

interface Allowed {
  readonly id: string;
  readonly orLater: boolean;
}

/** Licenses of an expression; none where it is no expression. */
function allowedBy(text: string): Allowed[] {
  const reading = readLicense(text);
  if (reading.kind !== 'expression') return [];
  const open: LicenseNode[] = [reading.node];
  const out: Allowed[] = [];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (!('license' in next)) open.push(...next.parts);
    else out.push({ id: next.license, orLater: next.orLater || next.license.endsWith('-or-later') });
  }
  return out;
}

/** `GPL-2.0-or-later` admits the text of version 3; `GPL-2.0`, which SPDX has withdrawn, is version 2 alone. */
function admits({ id, orLater }: Allowed, found: string): boolean {
  if (id === found) return true;
  const declared = gnu(id);
  const text = gnu(found);
  if (declared === undefined || text === undefined || declared.family !== text.family) return false;
  return orLater ? text.version >= declared.version : text.version === declared.version;
}

function gnu(id: string): { readonly family: string; readonly version: number } | undefined {
  const [, family, version] = /^((?:A|L)?GPL|GFDL)-(\d\.\d)(?:-|\+|$)/.exec(id) ?? [];
  return family === undefined ? undefined : { family, version: Number(version) };
}
