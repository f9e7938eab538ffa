import { repositoryOf } from '../../../attest/predicates/source-uri.ts';
import type { Stated } from '../../../attest/predicates/types.ts';
import type { CertificateFact } from '../../../verify/certificate-facts.ts';
import type { QuestionEvidence } from '../../provenance-views.ts';
import { threats } from './threats.ts';
import type { Asked, Question } from './types.ts';

export const source: Question = {
  id: 'source',
  question: 'Where does it come from?',
  why: 'The same name can stand over many repositories. The one it was built from, and the exact commit, are what somebody can read and review.',
  limits:
    'Whether the source is good, or who reviewed it. The right repository can hold bad code, or have changed hands under its name.',
  threats: threats('D', 'H'),
  answer: (asked) => {
    const { provenance, facts } = asked;
    const repository = known(facts?.repository, provenance?.source.repository);
    const commit = known(facts?.commit, provenance?.source.commit);
    const ref = known(facts?.ref, provenance?.source.ref);
    const evidence: QuestionEvidence[] = [
      ...row('Repository', repository),
      ...row('Repository id', known(facts?.repositoryId, provenance?.run.repositoryId)),
      ...row('Ref', ref),
      ...row('Commit', commit),
    ];
    const stated = [
      'provenance.source',
      'provenance.branch',
      'provenance.tag',
      'provenance.versioned-tag',
    ].flatMap((id) => asked.check(id) ?? []);
    const wrong = stated.find(({ status }) => status === 'fail');
    if (wrong !== undefined)
      return {
        answer: wrong.detail,
        state: 'contradicted',
        word: 'unexpected',
        evidence,
        remedy: 'Find out from the publisher where their releases are built from.',
      };
    if (repository === undefined)
      return {
        answer: 'It does not say.',
        state: 'missing',
        evidence,
        remedy: 'Ask the publisher for provenance.',
      };
    const differing = (asked.one.certificateVsStatement ?? []).filter(
      ({ status, field }) => status === 'differs' && /repository|ref|commit/i.test(field),
    );
    if (differing.length > 0)
      return {
        answer: `The statement says ${provenance?.source.repository?.value ?? 'nothing'}; the certificate was issued for ${facts?.repository?.value ?? 'nothing'}.`,
        state: 'contradicted',
        evidence: differing.map(({ field, certificate, statement }) => ({
          label: field,
          value: `statement: ${statement ?? 'silent'}; certificate: ${certificate ?? 'silent'}`,
          state: 'contradicted',
        })),
        remedy: 'Do not believe the statement. It was signed from somewhere else.',
      };
    const declared = declaredRepositories(asked);
    const other = declared.find(({ value }) => !sameRepository(value, repository.value));
    const at = [
      ref === undefined ? '' : ` at ${kindOfRef(ref.value)}`,
      commit === undefined ? '' : `, commit ${commit.value.slice(0, 8)}`,
    ];
    const met = stated.some(({ id, status }) => id === 'provenance.source' && status === 'pass');
    const proven = met && asked.state === 'proven';
    const says =
      other === undefined
        ? declared.length === 0
          ? ''
          : ' The package itself names the same repository.'
        : ` The package itself names another repository: ${other.value}.`;
    return {
      answer: `${repository.value}${at.join('')}.${says}`,
      state: proven ? 'proven' : 'claimed',
      ...(proven ? {} : { word: repository.by }),
      evidence: [
        ...evidence,
        ...declared.map(({ label, value }) => ({ label, value, state: 'claimed' as const })),
      ],
      remedy:
        other !== undefined
          ? 'Find out which of the two is the project’s own: a fork can be built and signed as well as the original.'
          : proven
            ? ''
            : 'Compare the repository with the one the publisher names, and expect it.',
    };
  },
};

export interface Known {
  readonly value: string;
  readonly by: 'certificate says' | 'statement claims';
  readonly at: string;
}

/** What the certificate says goes before what the statement claims. */
export function known(fact: CertificateFact | undefined, stated: Stated | undefined): Known | undefined {
  if (fact !== undefined) return { value: fact.value, by: 'certificate says', at: fact.oid };
  return stated === undefined
    ? undefined
    : { value: stated.value, by: 'statement claims', at: stated.pointer };
}

function row(label: string, found: Known | undefined): QuestionEvidence[] {
  return found === undefined
    ? []
    : [{ label: `${label}, ${found.by}`, value: found.value, at: found.at, state: 'claimed' }];
}

/** `tag v1.4.0`, `branch main`, a pull request, or the ref as it is. */
export function kindOfRef(ref: string): string {
  if (ref.startsWith('refs/tags/')) return `tag ${ref.slice(10)}`;
  if (ref.startsWith('refs/heads/')) return `branch ${ref.slice(11)}`;
  if (ref.startsWith('refs/pull/')) return `a pull request, ${ref}`;
  return ref;
}

/** Repositories that the metadata of what the claim is about names: package.json, wheel metadata, crate, nuspec. */
function declaredRepositories({
  model,
  one,
}: Asked): readonly { readonly label: string; readonly value: string }[] {
  const over = new Set(one.about.map((about) => about.source));
  const found = new Map<string, string>();
  for (const occurrence of model.occurrences) {
    if (found.size >= 3) break;
    if (![...over].some((source) => occurrence.source === source || occurrence.tree === source)) continue;
    for (const { field, value } of occurrence.facts) {
      if (field === 'repository' && typeof value === 'string' && /[/:]/.test(value))
        found.set(value, `${occurrence.path} names`);
    }
  }
  return [...found].map(([value, label]) => ({ label, value }));
}

/** Hosts and owners are compared without regard to case, as the hosts do; forms of package.json are read. */
export function sameRepository(a: string, b: string): boolean {
  return plain(a) === plain(b);
}

function plain(uri: string): string {
  const short = /^(?:(github|gitlab|bitbucket):)?([\w.-]+\/[\w.-]+)$/.exec(uri);
  const full =
    short === null
      ? uri
      : `https://${short[1] ?? 'github'}.${short[1] === 'bitbucket' ? 'org' : 'com'}/${short[2]}`;
  return repositoryOf(
    full.replace(/^(?:git\+)?(?:ssh:\/\/)?git@([^:/]+)[:/]/, 'https://$1/').replace(/#.*$/, ''),
  )
    .replace(/^git\+/, '')
    .replace(/^(?:git|ssh|http):\/\//, 'https://')
    .replace(/\/tree\/.*$/, '')
    .toLowerCase();
}
