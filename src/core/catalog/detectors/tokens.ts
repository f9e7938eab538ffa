import { isPlaceholder, TOKEN_KINDS, type TokenKind } from '../../base/token-kinds.ts';
import { mask } from '../../base/without-tokens.ts';
import type { Observation } from '../../model/observation.ts';
import type { Detector, ScannedFile } from './types.ts';

const WINDOW = 320;

const byKeyword = new Map<string, TokenKind[]>();
for (const kind of TOKEN_KINDS)
  for (const keyword of kind.keywords) byKeyword.set(keyword, [...(byKeyword.get(keyword) ?? []), kind]);

/** Tokens that a vendor made recognizable by a prefix. What matches is masked before anyone sees it. */
export const tokens: Detector = {
  id: 'secret.token',
  title: 'Tokens of vendors',
  spec: 'https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns',
  keywords: [...byKeyword.keys()],
  wants: () => true,
  at(file, offset, length) {
    const keyword = file.text(offset, offset + length);
    for (const kind of byKeyword.get(keyword) ?? []) {
      const seen = tokenAt(file, offset, kind);
      if (seen !== undefined) return seen;
    }
    return undefined;
  },
};

function tokenAt(file: ScannedFile, offset: number, kind: TokenKind): Observation | undefined {
  // In the middle of a longer word the prefix is chance; what is written out (`\n`, `%3A`) is no part of a word.
  const before = file.text(offset - 3, offset);
  if (/[A-Za-z0-9_]$/.test(before) && !/(?:\\[nrt]|%[0-9A-F]{2})$/i.test(before)) return undefined;
  const match = kind.pattern.exec(file.text(offset, offset + WINDOW));
  const token = match?.[1] ?? match?.[0];
  if (token === undefined || isPlaceholder(token)) return undefined;
  return {
    kind: `secret.${kind.id}`,
    detail: `${kind.title}, ${mask(token)}`,
    pointer: `line ${file.line(offset)}`,
  };
}
