import { once } from './once.ts';
import { TOKEN_KINDS } from './token-kinds.ts';

/** The first four characters and the length: enough to find a secret, not to use it. */
export function mask(secret: string): string {
  return `${secret.slice(0, 4)}… (${secret.length} characters)`;
}

/** User and password of a URL. What only stands for a password (`${PASS}`, `***`) is none. */
const LOGIN = /(?<=\b[a-z][a-z0-9+.-]{1,15}:\/\/[^\s/:@]{0,64}:)[^\s/:@*${}<>]{3,256}(?=@)/gi;

const forms = once(() => {
  const words = TOKEN_KINDS.flatMap(({ keywords }) => keywords);
  return {
    any: new RegExp([...words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')), '://'].join('|')),
    tokens: TOKEN_KINDS.map(
      ({ pattern }) => new RegExp(`(?<![A-Za-z0-9_])${pattern.source.replace(/^\^/, '(?:')})`, 'g'),
    ),
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
  for (const form of tokens)
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
