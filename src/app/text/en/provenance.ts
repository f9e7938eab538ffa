import type { ComparedField } from '../../../core/case/views.ts';
import type { AcceptedLevel, FieldComparison } from '../../../core/verify/result.ts';
import { formatCount, plural } from '../format.ts';

/** Words of the trust path, the fifteen questions and the comparisons. */
export const provenance = {
  path: {
    title: 'From source to bytes',
    of: (name: string) => `as ${name} has it`,
    list: 'The path from the source to the dropped bytes',
    unknown: 'not stated',
    leads: (to: string) => `leads to ${to}`,
    why: (from: string, to: string) => `${from} to ${to}`,
    legend:
      'Green is computed here and held against what you accept. A dotted line is somebody’s word: the authority’s, or the statement’s own. Press a label to see why.',
  },
  questions: {
    title: 'Fifteen questions',
    of: (name: string) => `about ${name}`,
    counts: (proven: number, all: number) => `${formatCount(proven)} of ${formatCount(all)} proven`,
    why: 'Why one asks',
    answer: 'Answer',
    evidence: 'Evidence',
    threat: 'Answers the threat',
    threatNone: 'None by itself: it says what the other questions are about.',
    limits: 'Does not tell',
    remedy: 'What to do',
    openAll: 'Open all',
    closeAll: 'Close all',
    copy: 'Copy all',
  },
  agreement: {
    title: 'Certificate against statement',
    inspector: 'Statement against certificate',
    explains:
      'The authority wrote the certificate, the run wrote the statement. Where both speak of the same, they must agree.',
    columns: { field: 'Field', statement: 'Statement', certificate: 'Certificate', status: 'Result' },
    silent: 'silent',
    status: {
      confirmed: 'confirmed',
      'certificate-silent': 'certificate silent',
      'statement-silent': 'statement silent',
      differs: 'differs',
    } satisfies Record<FieldComparison['status'], string>,
    notSigned: 'Same words or not: this statement is not what was signed.',
  },
  level: {
    title: 'How far the builder is accepted',
    sentence: ({ because }: AcceptedLevel) => `${because.charAt(0).toUpperCase()}${because.slice(1)}`,
    upTo: ({ track, level }: AcceptedLevel) => `up to ${track === 'source' ? 'Source' : 'Build'} L${level}`,
    rests: 'This rests on',
    sources: 'Said at',
    never:
      'A level is never in a file. It is what the owner of a builder says of it, and what you make of that.',
  },
  compared: {
    title: 'Compared with another release',
    of: (here: string, there: string) => `${here} beside ${there}`,
    columns: { field: 'Field', here: 'This one', there: 'The other', status: 'Result' },
    status: {
      same: 'same',
      changed: 'changed',
      'only here': 'only here',
      'only there': 'only there',
    } satisfies Record<ComparedField['status'], string>,
    look: 'Show the other',
    changes: (count: number) => (count === 0 ? 'nothing changed' : `${plural(count, 'field')} changed`),
  },
  says: {
    title: 'What it says',
    claimed: 'By its own word, field by field, read from the bytes that were signed.',
    unsigned: 'By its own word, field by field. Nobody signed it.',
    more: (count: number) => `${formatCount(count)} more in the raw statement`,
    masked:
      'Looks like a secret, so it is not shown. If it is one, it is published: tell the publisher to replace it.',
  },
} as const;
