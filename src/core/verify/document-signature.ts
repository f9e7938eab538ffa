import type { Verdict } from '../model/check.ts';
import { holdsUnder, type SignedPart } from './jsf.ts';
import type { TrustedKey } from './trust-root.ts';

/** What the signatures inside a document come to, under the keys the user gave. */
export interface DocumentSignature {
  /** Of the signature over the whole document; `unsigned` where parts alone are signed. */
  readonly verdict: Verdict;
  readonly why: string;
  /** Signatures over parts, and the single ones where several sign the whole. */
  readonly parts: readonly PartVerdict[];
}

export interface PartVerdict extends Omit<SignedPart, 'state' | 'unchecked'> {
  readonly verdict: Verdict;
}

/**
 * Verdicts of the signatures of a document. A key that only the document brings makes a signature right at most as
 * `unknown-root`; `verified` needs a key that the user gave. A signature that leaves out properties which are there does
 * not speak for the whole object, and is never `verified`.
 */
export function documentSignature(
  parts: readonly SignedPart[],
  keys: readonly TrustedKey[],
): DocumentSignature {
  const given = keys.filter(({ origin }) => origin === 'given');
  const judged = parts.map((part) => judge(part, given));
  const whole = judged.filter(({ over }) => over === '');
  const [first] = whole;
  if (first === undefined)
    return { verdict: 'unsigned', why: 'Nothing signs the document as a whole.', parts: judged };
  const verdict = togetherOf(whole);
  const decisive = whole.find((part) => part.verdict === verdict) ?? first;
  const single = whole.length === 1;
  return { verdict, why: decisive.why, parts: judged.filter((part) => !single || part !== first) };
}

const STRONGEST_FIRST: readonly Verdict[] = ['failed', 'verified', 'unknown-root', 'unsupported'];

/** Several signers sign for themselves: one that is wrong fails the document, one that is accepted verifies it. */
function togetherOf(parts: readonly PartVerdict[]): Verdict {
  return STRONGEST_FIRST.find((verdict) => parts.some((part) => part.verdict === verdict)) ?? 'unsupported';
}

function judge({ state, unchecked, ...part }: SignedPart, given: readonly TrustedKey[]): PartVerdict {
  const speaking = given.filter(({ keyId }) => keyId === undefined || keyId === part.keyId);
  const held = (verdict: Verdict, why: string): PartVerdict => ({ ...part, verdict, why });
  switch (state) {
    case 'wrong':
      return held('failed', part.why);
    case 'unsupported':
      return held('unsupported', part.why);
    case 'holds': {
      const accepted = speaking.find(({ key }) => key.sha256 === part.key);
      if (accepted !== undefined) return underGivenKey(part, accepted);
      const left =
        part.excludes.length === 0 ? '' : ` It leaves out what it names: ${part.excludes.join(', ')}.`;
      return held('unknown-root', `${part.why}${left}`);
    }
    case 'keyless': {
      if (speaking.length === 0 || unchecked === undefined) return held('unsupported', part.why);
      const accepted = speaking.find(({ key }) => holdsUnder(key, unchecked));
      return accepted === undefined
        ? held('failed', 'The signature fits none of the keys that were given.')
        : underGivenKey({ ...part, key: accepted.key.sha256 }, accepted);
    }
  }
}

function underGivenKey(part: Omit<SignedPart, 'state' | 'unchecked'>, { name }: TrustedKey): PartVerdict {
  if (part.excludes.length > 0)
    return {
      ...part,
      verdict: 'unknown-root',
      why: `The signature fits the key "${name}", and leaves out what it names: ${part.excludes.join(', ')}.`,
    };
  return { ...part, verdict: 'verified', why: `The signature fits the key "${name}" that was given.` };
}
