import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';
import { ANCHOR, type LicensePart, type LicenseTexts } from '../src/core/base/license-text.ts';
import { licenseWords, RunHashes } from '../src/core/base/license-words.ts';

const MODULE = 'loupe:license-texts';

/**
 * `import('loupe:license-texts')` gives every text of SPDX's license list as runs of words that a copy must have, by
 * their hashes. Between two runs lies what differs from copy to copy by SPDX's own matching guidelines: names, years,
 * addresses. The texts themselves are not part of the product.
 */
export function licenseTexts(): Plugin {
  let code: string | undefined;
  return {
    name: MODULE,
    resolveId: (source) => (source === MODULE ? `\0${MODULE}` : null),
    load(id) {
      if (id !== `\0${MODULE}`) return null;
      code ??= `export default ${JSON.stringify(JSON.stringify(table()))};\n`;
      return { code, map: null };
    },
  };
}

interface Listed {
  readonly licenseText: string;
}

/** Texts that several ids share are one row: which of them is meant, a text does not say. Withdrawn ids have none. */
export function table(): LicenseTexts {
  const load = createRequire(import.meta.url);
  const all = load('spdx-license-list/full') as Readonly<Record<string, Listed>>;
  const listed = load('spdx-license-ids/index.json') as readonly string[];
  const rows = new Map<string, { ids: string[]; parts: readonly LicensePart[] }>();
  for (const id of listed.filter((one) => Object.hasOwn(all, one)).sort()) {
    const parts = partsOf(all[id]?.licenseText ?? '');
    if (parts === undefined) continue;
    const key = JSON.stringify(parts);
    const row = rows.get(key) ?? { ids: [], parts };
    row.ids.push(id);
    rows.set(key, row);
  }
  return [...rows.values()].map(({ ids, parts }) => [ids, parts]);
}

const GAP = '\u0001';
/** Names of holders are seldom longer. */
const NAME_WORDS = 14;
/** A notice, with an address. */
const NOTICE_WORDS = 40;
/** Less than this says nothing. */
const FEWEST_WORDS = 16;

/** What SPDX's templates leave open, as they are worded in the texts. */
const OPEN: readonly (readonly [RegExp, string])[] = [
  [/<[^<>\n]{1,60}>/g, ` ${GAP} `],
  [/\[[^\]\n]{1,60}\]/g, ` ${GAP} `],
  [/(in no event (?:shall|will)) (?:[^.;\s]+ ){1,12}?(be liable)/gi, `$1 ${GAP} $2`],
  [/(provided by) (?:[^.;\s]+ ){1,12}?("?as is"?)/gi, `$1 ${GAP} $2`],
  [/("as is" and) \w+(?: \w+){0,4} (disclaims? all)/gi, `$1 ${GAP} $2`],
  [/(neither the) (?:[^.;\s]+ ){1,14}?(may be used)/gi, `$1 ${GAP} $2`],
  [/(permission notice) (?:\(including the next paragraph\) )?(shall be included)/gi, `$1 ${GAP} $2`],
];

/** The runs of a text; `undefined` where it has nothing to be told by. */
function partsOf(text: string): readonly LicensePart[] | undefined {
  const [terms = ''] = text.split(/^\s*END OF (?:THE )?TERMS AND CONDITIONS/im);
  const paragraphs = terms.split(/\n[ \t]*\n/);
  while (paragraphs.length > 1 && isHead(paragraphs[0] ?? '')) paragraphs.shift();
  const runs: { gap: number; text: string }[] = [];
  let gap = 0;
  for (const paragraph of paragraphs) {
    if (isNotice(paragraph)) {
      gap = NOTICE_WORDS;
      continue;
    }
    let open = paragraph.replace(/\s+/g, ' ');
    for (const [pattern, replacement] of OPEN) open = open.replace(pattern, replacement);
    for (const [i, run] of open.split(GAP).entries()) {
      if (i > 0) gap = Math.max(gap, NAME_WORDS);
      const count = licenseWords(run).hashes.length;
      // What stands before the first long run is a title; two words between two names are part of the names.
      if (count === 0 || (runs.length === 0 && count < ANCHOR)) continue;
      if (gap > 0 && count < 3) {
        gap += count;
        continue;
      }
      const before = gap === 0 ? runs.pop() : undefined;
      runs.push({ gap: before?.gap ?? gap, text: [before?.text ?? '', run].join(' ') });
      gap = 0;
    }
  }
  const parts = runs.map((run, i) => partOf(run.text, i === 0 ? 0 : run.gap));
  return parts.reduce((sum, [, count]) => sum + count, 0) < FEWEST_WORDS ? undefined : parts;
}

function partOf(text: string, gap: number): LicensePart {
  const words = licenseWords(text);
  const count = words.hashes.length;
  const hashes = new RunHashes(words.hashes);
  const digest = createHash('sha256').update(words.text(0, count)).digest('hex').slice(0, 16);
  return [gap, count, hashes.of(0, count), digest, hashes.of(0, Math.min(ANCHOR, count))];
}

/** A title, or a notice: what comes before the terms. */
function isHead(paragraph: string): boolean {
  if (/^\s*creative commons corporation is not a law firm/i.test(paragraph)) return true;
  return isNotice(paragraph) || licenseWords(paragraph).hashes.length <= 12;
}

/** A copyright notice, with the address and the reservation of rights that may follow it. */
function isNotice(paragraph: string): boolean {
  return (
    /^[\s*#/]*(?:portions )?copyright\s*(?:\(c\)|\u00a9|[\d<[])/i.test(paragraph) &&
    licenseWords(paragraph).hashes.length <= NOTICE_WORDS
  );
}
