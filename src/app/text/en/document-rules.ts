import type { Denominator, RuleLevel, RuleStatus } from '../../../core/profiles/types.ts';

/** How a document meets a rule of a profile. */
export const statuses: Readonly<Record<RuleStatus, { readonly word: string; readonly means: string }>> = {
  pass: { word: 'met', means: 'The document says it, in the form that is asked for.' },
  fail: { word: 'not met', means: 'The document does not say it, or not in the form that is asked for.' },
  'declared-unknown': { word: 'said to be unknown', means: 'The document says that this is not known.' },
  withheld: { word: 'withheld', means: 'The document says that this is known and not told.' },
  'not-expressible': {
    word: 'no place for it',
    means: 'The format, or this version of it, has no field for this.',
  },
  'not-checkable': { word: 'not checkable', means: 'This cannot be told from a document.' },
};

/** What a rule counts. */
export const counted: Readonly<Record<Denominator, string>> = {
  document: 'The document as a whole.',
  components: 'Every component that the document lists, its root included; files and services are left out.',
  root: 'What the document describes.',
  'root-and-direct': 'What the document describes, and what that directly depends on.',
};

/** How binding a rule is. */
export const levels: Readonly<Record<RuleLevel, string>> = {
  MUST: 'must',
  'MUST if it exists': 'must, if it exists',
  'MUST NOT': 'must not',
  SHOULD: 'should',
  MAY: 'may',
  PRACTICE: 'practice',
  EVIDENCE: 'evidence',
};
