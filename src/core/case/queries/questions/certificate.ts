import { listed, plural } from '../../../base/words.ts';
import type { Knowing } from '../../../model/knowing.ts';
import type { FieldComparison } from '../../../verify/result.ts';
import { threats } from './threats.ts';
import type { Asked, Question } from './types.ts';

export const certificate: Question = {
  id: 'certificate',
  question: 'Does the statement agree with the certificate?',
  why: 'Two hands wrote two things: the run wrote the statement, and could write what it liked; the authority wrote into the certificate which repository, commit and run asked for it. Where both speak of the same, they must agree.',
  limits: 'Whoever took over the run controlled both. Fields that the certificate does not have stay claims.',
  threats: threats('E', 'F'),
  answer: (asked) => {
    const rows = asked.one.certificateVsStatement ?? [];
    const of = (status: FieldComparison['status']) => rows.filter((row) => row.status === status);
    const evidence = rows.map((row) => ({
      label: row.field,
      value:
        row.status === 'confirmed'
          ? (row.statement ?? '')
          : `statement: ${row.statement ?? 'silent'}; certificate: ${row.certificate ?? 'silent'}`,
      at: row.pointer ?? row.oid ?? '',
      state: fieldState(asked, row),
    }));
    if (asked.provenance === undefined)
      return {
        answer: 'It says nothing of a build, so there is nothing to compare.',
        state: 'missing',
      };
    if (asked.facts === undefined || rows.length === 0)
      return {
        answer: 'There is no certificate to compare with: everything it says of the run is its own word.',
        state: 'missing',
        remedy: 'Ask the publisher for provenance signed with a certificate.',
      };
    const differing = of('differs');
    if (differing.length > 0)
      return {
        answer: `No. They differ in ${listed(differing.map(({ field }) => field.toLowerCase()))}.`,
        state: 'contradicted',
        evidence,
        remedy:
          'Do not believe the statement: whoever signed it ran somewhere else than it says. Ask the publisher.',
      };
    const confirmed = of('confirmed').length;
    const silent = of('certificate-silent').length;
    if (confirmed === 0)
      return {
        answer: 'The certificate says nothing of what the statement says.',
        state: 'claimed',
        evidence,
      };
    return {
      answer: `Yes, in ${plural(confirmed, 'field')}${silent === 0 ? '' : `; of ${silent} more the certificate is silent`}.`,
      state: confirmedState(asked),
      ...(confirmedState(asked) === 'proven' ? {} : { word: 'agrees with itself' }),
      evidence,
    };
  },
};

/** A field that both have is known from the authority, where an accepted one issued the certificate. */
export function fieldState(asked: Asked, { status }: FieldComparison): Knowing {
  if (status === 'differs') return 'contradicted';
  return status === 'confirmed' ? confirmedState(asked) : 'claimed';
}

function confirmedState({ one, proven }: Asked): Knowing {
  return one.verdict === 'verified' && proven('sigstore.certificate.chain') && proven('sigstore.signature')
    ? 'proven'
    : 'claimed';
}
