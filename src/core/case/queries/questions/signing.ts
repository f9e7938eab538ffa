import { plural } from '../../../base/words.ts';
import type { Knowing } from '../../../model/knowing.ts';
import type { QuestionEvidence } from '../../provenance-views.ts';
import { saidOf } from '../trust.ts';
import { threats } from './threats.ts';
import type { Asked, Question } from './types.ts';

export const SIGNATURES = [
  'sigstore.signature',
  'keyed.signature',
  'minisign.signature',
  'signify.signature',
  'sshsig.signature',
] as const;

export const signer: Question = {
  id: 'signer',
  question: 'Who signed it?',
  why: 'Anybody can sign anything. A signature is worth as much as the one who made it, so the name comes first, and whether you expected that name.',
  limits: 'Whether the signer is honest, or still in control of the account or key.',
  threats: threats('F', 'G'),
  answer: (asked) => {
    const { one } = asked;
    const expected = asked.check('expected.signer');
    const evidence: QuestionEvidence[] = [
      ...signerEvidence(asked),
      ...(expected === undefined || expected.against === ''
        ? []
        : [{ label: 'You expect', value: expected.against, at: 'expected.signer' }]),
    ];
    if (one.verdict === 'unsigned')
      return {
        answer: 'Nobody. It is a claim, and nothing that follows is proof.',
        state: 'claimed',
        word: 'unsigned',
        remedy: 'Ask the publisher for a signed one.',
      };
    if (one.signer === undefined)
      return {
        answer:
          'Nobody that could be told: no key that you accept made this signature, and it holds no certificate.',
        state: 'missing',
        evidence,
        remedy: 'Get the public key of the signer by another way than this file, drop it here, and use it.',
      };
    const by = saidOf(one);
    if (one.expected === 'unmet')
      return {
        answer: `Not the one you expect: ${by}.`,
        state: 'contradicted',
        word: 'unexpected',
        evidence,
        remedy: 'Find out whom the publisher names before you use the file.',
      };
    if (one.verdict === 'failed')
      return {
        answer: `It says ${by}; the verification failed, so that is not shown.`,
        state: 'claimed',
        word: 'as it says',
        evidence,
        remedy: 'See the questions that follow for what failed.',
      };
    if (one.expected === 'met' && one.verdict === 'verified')
      return { answer: `The one you expect: ${by}.`, state: 'proven', evidence };
    return {
      answer: one.verdict === 'verified' ? `${by}. You have not said whom you expect.` : `It says ${by}.`,
      state: 'claimed',
      word: one.verdict === 'verified' ? 'nobody expected' : 'as it says',
      evidence,
      remedy:
        one.verdict === 'verified'
          ? 'Find out from the publisher who should sign, and say so. Without that, anybody’s signature would do.'
          : 'See the questions that follow for what is missing.',
    };
  },
};

function signerEvidence({ one }: Asked): QuestionEvidence[] {
  if (one.signer === undefined) return [];
  if (one.signer.kind === 'key')
    return [
      { label: 'Key', value: one.signer.name },
      { label: 'Key SHA-256', value: one.signer.keySha256 },
    ];
  return [
    { label: 'Identity', value: one.signer.identity ?? 'not stated', at: '2.5.29.17' },
    { label: 'Vouched for by', value: one.signer.issuer ?? 'not stated', at: '1.3.6.1.4.1.57264.1.8' },
    { label: 'Certificate SHA-256', value: one.signer.certificateSha256 },
  ];
}

export const signature: Question = {
  id: 'signature',
  question: 'Is the signature right?',
  why: 'A signature is a number that only the holder of a secret key can compute for exactly these bytes. One changed letter, and it no longer fits.',
  limits: 'That what was signed is true. It shows who stands behind it.',
  threats: threats('F', 'G'),
  answer: (asked) => {
    const found = SIGNATURES.map((id) => asked.check(id)).find((one) => one !== undefined);
    const body = asked.check('sigstore.tlog.body');
    if (found === undefined || asked.one.verdict === 'unsigned')
      return {
        answer: 'There is none.',
        state: 'missing',
        word: 'unsigned',
        remedy: 'Ask the publisher for a signed one.',
      };
    const evidence: QuestionEvidence[] = [
      ...found.evidence.map(({ label, value }) => ({ label, value, at: found.id })),
      ...(body === undefined ? [] : [{ label: body.title, value: body.detail, at: body.id }]),
    ];
    if (found.status === 'fail')
      return {
        answer: `No. ${changed(asked)}`,
        state: 'contradicted',
        evidence,
        remedy:
          'Do not use it. Get the file and its signature again from the publisher: one of them was changed, or they do not belong together.',
      };
    if (found.status !== 'pass')
      return {
        answer: `It could not be computed. ${found.detail}`,
        state: found.status === 'absent' ? 'missing' : 'not-inspected',
        evidence,
        remedy: 'Drop the file or the key that it needs.',
      };
    const outside = asked.proven(found.id);
    return {
      answer: outside
        ? `Yes: ${found.detail}`
        : `It fits the key that came with it, and nobody you accept speaks for that key. ${found.detail}`,
      state: outside ? 'proven' : 'claimed',
      ...(outside ? {} : { word: 'agrees with itself' }),
      evidence,
      ...(outside ? {} : { remedy: 'See the next question.' }),
    };
  },
};

/** Of what the log recorded when it was signed one can tell which of the two is another one now. */
function changed(asked: Asked): string {
  const body = asked.check('sigstore.tlog.body');
  if (body === undefined || body.status === 'absent')
    return 'The bytes are not the ones that were signed, or the signature is another one.';
  return body.status === 'fail'
    ? `What was signed is not what is here: ${body.detail}`
    : 'The log knows the same statement and signature: they were never right together.';
}

export const root: Question = {
  id: 'root',
  question: 'Do I know who vouches for the signer?',
  why: 'A certificate is a letter of introduction. It helps only if you know who wrote it: that is the root. Loupe brings Sigstore’s public one; any other you must accept yourself.',
  limits:
    'Whether the authority was deceived when it issued the certificate, or has lost its key since the root was made.',
  threats: threats('F', 'G'),
  answer: (asked) => {
    const { one } = asked;
    const ids = ['sigstore.root', 'sigstore.certificate.chain', 'sigstore.certificate.sct', 'sigstore.key'];
    const evidence: QuestionEvidence[] = [
      ...(one.trustRoot === undefined
        ? []
        : [
            {
              label: 'Root',
              value: `${one.trustRoot.name}, ${one.trustRoot.origin === 'shipped' ? 'shipped with Loupe' : 'given by you'}`,
            },
            { label: 'Root SHA-256', value: one.trustRoot.sha256 },
          ]),
      ...ids.flatMap((id) => {
        const found = asked.check(id);
        return found === undefined
          ? []
          : [{ label: found.title, value: found.detail, at: id, state: shapeOf(asked, id) }];
      }),
    ];
    if (one.verdict === 'unsigned')
      return { answer: 'Nobody signed it, so nobody vouches.', state: 'missing' };
    if (asked.check('sigstore.certificate.chain')?.status === 'fail')
      return {
        answer: 'The certificate was not issued by the authority it names.',
        state: 'contradicted',
        evidence,
        remedy: 'Do not rely on it. Ask the publisher which authority issued the certificate.',
      };
    if (asked.proven('sigstore.certificate.chain') || asked.proven('sigstore.root'))
      return { answer: `Yes: ${one.trustRoot?.name ?? 'an accepted root'}.`, state: 'proven', evidence };
    if (one.signer?.kind === 'key' && one.verdict !== 'unknown-root')
      return {
        answer: `A key that ${one.signer.origin === 'shipped' ? 'ships with Loupe' : 'you gave'}: ${one.signer.name}.`,
        state: 'proven',
        evidence,
      };
    return {
      answer: 'No. Nobody you accept speaks for the key that signed it.',
      state: 'claimed',
      word: 'unknown root',
      evidence,
      remedy:
        'If you know the authority or key from elsewhere, drop it here, compare its digest with the one you know, and use it.',
    };
  },
};

export const when: Question = {
  id: 'when',
  question: 'When was it signed?',
  why: 'A signing certificate lives about ten minutes. A log or a timestamp authority must have seen the signature within them; otherwise it could be made at any time by whoever found the key.',
  limits: 'When the file was made. It shows that the signature existed then, not that it was the first.',
  threats: threats('F', 'G'),
  answer: (asked) => {
    const { one } = asked;
    const [first] = one.time.proven;
    const cert = one.signer?.kind === 'certificate' ? one.signer : undefined;
    const evidence: QuestionEvidence[] = [
      ...one.time.proven.map(({ source, at, by }) => ({
        label: source === 'log' ? 'Log, under its promise' : 'Timestamp',
        value: `${at}, signed by ${by}`,
        state: asked.proven('sigstore.time') ? ('proven' as const) : ('claimed' as const),
      })),
      ...one.time.claimed.map((at) => ({
        label: 'Log time, vouched for by nobody',
        value: at,
        state: 'claimed' as const,
      })),
      ...(cert === undefined
        ? []
        : [{ label: 'Certificate valid', value: `${cert.notBefore} to ${cert.notAfter}` }]),
    ];
    if (one.verdict === 'unsigned') return { answer: 'Nobody signed it.', state: 'missing' };
    const failing = ['sigstore.time', 'sigstore.certificate.time']
      .map((id) => asked.check(id))
      .find((found) => found?.status === 'fail');
    if (failing !== undefined)
      return {
        answer: failing.detail,
        state: 'contradicted',
        evidence,
        remedy: 'Do not rely on it. Ask the publisher to sign again.',
      };
    if (first !== undefined)
      return {
        answer: `At ${first.at.slice(0, 16).replace('T', ' ')} UTC, ${plural(one.time.proven.length, 'witness', 'witnesses')} of the time.`,
        state: asked.proven('sigstore.time') ? 'proven' : 'claimed',
        evidence,
      };
    if (cert === undefined)
      return {
        answer: 'It does not say. The key has no window that a time would have to lie in.',
        state: 'missing',
        evidence,
      };
    return {
      answer: 'Nobody you accept says when.',
      state: 'claimed',
      word: 'undated',
      evidence,
      remedy: 'Ask the publisher for a bundle with a log entry or a timestamp.',
    };
  },
};

function shapeOf(asked: Asked, id: string): Knowing {
  const status = asked.check(id)?.status;
  if (status === 'fail') return 'contradicted';
  if (status === 'pass') return asked.proven(id) ? 'proven' : 'claimed';
  return status === 'absent' ? 'missing' : 'not-inspected';
}
