import { pointerSegment } from './json-shape.ts';
import { once } from './once.ts';
import { isPlaceholder, TOKEN_KINDS } from './token-kinds.ts';

/** The first four characters and the length: enough to find a secret, not to use it. */
export function mask(secret: string): string {
  return `${secret.slice(0, 4)}… (${secret.length} characters)`;
}

/** User and password of a URL. What only stands for a password (`${PASS}`, `***`) is none. */
const LOGIN =
  /(?<=\b[a-z][a-z0-9+.-]{1,15}:\/\/[^\s/:@]{0,64}:)(?!(?:\$\{?\w{1,99}\}?|\*{1,99}|\{\{?[^{}]{0,99}\}?\})@)[^\s/@"'<>]{3,256}(?=@)/gi;

/** As the detector has it: no word goes on, but for what is written out (`\n`, `%3A`). */
const BEGINNING = '(?:(?<![A-Za-z0-9_])|(?<=\\\\[nrt]|%[0-9A-Fa-f]{2}))';

const forms = once(() => {
  const words = TOKEN_KINDS.flatMap(({ keywords }) => keywords);
  return {
    any: new RegExp([...words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')), '://'].join('|')),
    tokens: TOKEN_KINDS.map(({ id, title, pattern }) => ({
      id,
      title,
      form: new RegExp(`${BEGINNING}${pattern.source.replace(/^\^/, '(?:')})`, 'g'),
    })),
  };
});

/**
 * A text that somebody wrote, with every token of a vendor and every password in a URL masked: what Loupe shows and
 * writes is passed on to others.
 */
export function withoutTokens(text: string): string {
  if (text.length < 12) return text;
  const { any, tokens } = forms();
  if (!any.test(text)) return text;
  let out = text;
  for (const { form } of tokens)
    out = out.replace(form, (whole: string, ...found: unknown[]) => {
      const [secret] = found;
      return typeof secret === 'string' ? whole.replace(secret, () => mask(secret)) : mask(whole);
    });
  return out.includes('://') ? out.replace(LOGIN, mask) : out;
}

/** The same for every text in a value that is to be written as JSON. What holds nothing of the kind is handed back. */
export function withoutTokensIn<T>(value: T): T;
export function withoutTokensIn(value: unknown): unknown {
  if (typeof value === 'string') return withoutTokens(value);
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const masked = items.map((one) => withoutTokensIn(one));
    return masked.some((one, i) => one !== items[i]) ? masked : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  let changed = false;
  const masked = Object.entries(value).map(([key, one]: [string, unknown]) => {
    const other = withoutTokensIn(one);
    changed ||= other !== one;
    return [key, other] as const;
  });
  return changed ? Object.fromEntries(masked) : value;
}

/** A token that stands in a text of a JSON document. */
export interface SeenToken {
  /** Of {@link TOKEN_KINDS}. */
  readonly id: string;
  readonly title: string;
  readonly masked: string;
  readonly pointer: string;
}

/** So many are told of one document. */
const MOST = 50;

/** Every token in the texts of a JSON document, masked, each once; placeholders are none. */
export function tokensIn(document: unknown): readonly SeenToken[] {
  const found = new Map<string, SeenToken>();
  const open: { readonly value: unknown; readonly pointer: string }[] = [{ value: document, pointer: '' }];
  for (let next = open.pop(); next !== undefined && found.size < MOST; next = open.pop()) {
    const { value, pointer } = next;
    if (typeof value === 'object' && value !== null) {
      for (const [key, one] of Object.entries(value).reverse())
        open.push({ value: one, pointer: pointer + pointerSegment(key) });
    } else if (typeof value === 'string' && forms().any.test(value)) {
      for (const { id, title, form } of forms().tokens)
        for (const match of value.matchAll(form)) {
          const token = match[1] ?? match[0];
          if (!isPlaceholder(token) && !found.has(token))
            found.set(token, { id, title, masked: mask(token), pointer });
        }
    }
  }
  return [...found.values()];
}
