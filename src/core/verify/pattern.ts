/**
 * Matches a whole text against a pattern in which `*` stands for any characters but `/` and `@`, and `**` for any
 * characters at all. Everything else stands for itself. Time grows with the product of the two lengths, never faster.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  const tokens = tokenize(pattern);
  // reached[i]: whether the tokens so far match the first i characters.
  let reached: boolean[] = new Array<boolean>(text.length + 1).fill(false);
  reached[0] = true;
  for (const token of tokens) {
    const next = new Array<boolean>(text.length + 1).fill(false);
    for (let i = 0; i <= text.length; i++) {
      if (token.kind === 'text') {
        if (reached[i] === true && text.startsWith(token.text, i)) next[i + token.text.length] = true;
      } else {
        const before = text[i - 1];
        const carried = i > 0 && next[i - 1] === true && (token.any || (before !== '/' && before !== '@'));
        next[i] = reached[i] === true || carried;
      }
    }
    reached = next;
  }
  return reached[text.length] === true;
}

type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'star'; readonly any: boolean };

function tokenize(pattern: string): Token[] {
  return pattern
    .split(/(\*{1,2})/)
    .filter((part) => part !== '')
    .map((part) =>
      part.startsWith('*') ? { kind: 'star', any: part.length === 2 } : { kind: 'text', text: part },
    );
}
