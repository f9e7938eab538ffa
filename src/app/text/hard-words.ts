import { trustWords } from './en/trust-terms.ts';
import type { TermId } from './en.ts';

const PATTERN = new RegExp(`\\b(?:${trustWords.map(([words]) => `(${words})`).join('|')})\\b`, 'gi');

/** A text in pieces; a hard word opens its meaning where it is met first. */
export function hardWords(
  text: string,
): readonly (string | { readonly word: string; readonly term: TermId })[] {
  const pieces: (string | { word: string; term: TermId })[] = [];
  const met = new Set<TermId>();
  let at = 0;
  for (const match of text.matchAll(PATTERN)) {
    const term = trustWords[match.slice(1).findIndex((group) => group !== undefined)]?.[1];
    if (term === undefined || met.has(term)) continue;
    met.add(term);
    pieces.push(text.slice(at, match.index), { word: match[0], term });
    at = match.index + match[0].length;
  }
  pieces.push(text.slice(at));
  return pieces.filter((piece) => piece !== '');
}
