import { withProblem } from './attestation-problem.ts';
import type { Rule } from './types.ts';

/** Provenance that says something else than the certificate it is signed with. */
export const attestationDiffers: Rule = {
  id: 'attestation.certificate-differs',
  title: 'Provenance and its certificate disagree',
  grade: 'fact',
  why: 'The authority wrote into the certificate which repository, commit and run asked for it. The provenance names others: whoever made it signed a story about another build.',
  mayBeWrong: 'A workflow can attest what another one built, and say so in its own words.',
  remedy: 'Ask whoever published it why they differ; until then take nothing in it as said by the builder.',
  *run(model) {
    yield* withProblem(model, 'differs', (one, name) => ({
      severity: 'high',
      contradicts: true,
      title: `"${name}" names another build than its certificate.`,
      detail: (one.certificateVsStatement ?? [])
        .filter(({ status }) => status === 'differs')
        .map(
          ({ field, certificate, statement }) =>
            `${field}: ${statement}, and ${certificate} in the certificate.`,
        )
        .join(' '),
    }));
  },
};
