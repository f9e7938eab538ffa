import type { Target } from '../../core/case/views.ts';
import type { Knowing } from '../../core/model/knowing.ts';

/** A piece of a sentence: words, a figure that leads to its rows, a name or value from a file, or a state. */
export type Piece =
  | string
  | { readonly link: string; readonly target: Target }
  | { readonly name: string }
  | { readonly code: string }
  | { readonly quiet: string }
  | { readonly state: Knowing; readonly word?: string };

/** A sentence with its links. Drawn by `Sentence.svelte`. */
export type Rich = readonly Piece[];

/** Joins phrases as `a, b and c`, each phrase being pieces itself. */
export function joinRich(phrases: readonly Rich[]): Rich {
  return phrases.flatMap((phrase, i) => {
    if (i === 0) return phrase;
    return [i === phrases.length - 1 ? ' and ' : ', ', ...phrase];
  });
}

/** The sentence without its links: for titles, labels and announcements. */
export function plainText(rich: Rich): string {
  return rich
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      if ('link' in piece) return piece.link;
      if ('name' in piece) return piece.name;
      if ('code' in piece) return piece.code;
      if ('quiet' in piece) return piece.quiet;
      return piece.word ?? piece.state;
    })
    .join('');
}
