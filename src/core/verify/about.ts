import type { Message } from '../attest/envelope.ts';
import type { Statement, Subject } from '../attest/statement.ts';
import type { Check } from '../model/check.ts';
import { check } from './check.ts';
import type { Artifact } from './options.ts';
import type { About, AttestationResult } from './result.ts';

/** Strongest first. Weaker digests (SHA-1, MD5, gitCommit) never bind. */
const BINDING = ['sha512', 'sha384', 'sha256'] as const;

export interface AboutResult {
  readonly check: Check;
  readonly about: readonly About[];
  readonly unmatched: AttestationResult['unmatched'];
}

/** Joins the subjects of a statement with the artifacts, by digest alone. */
export function aboutStatement(
  statement: Statement,
  artifacts: readonly Artifact[],
  named: boolean,
): AboutResult {
  const about: About[] = [];
  const unmatched: AboutResult['unmatched'][number][] = [];
  const contradicted: string[] = [];
  for (const subject of statement.subjects) {
    const matches = artifacts.map((artifact) => ({ artifact, match: compareSubject(subject, artifact) }));
    const agreeing = matches.filter(({ match }) => typeof match === 'object');
    for (const { artifact, match } of agreeing) {
      if (typeof match === 'object')
        about.push({ subject: subject.name, digest: match.digest, ...place(artifact) });
    }
    if (matches.some(({ match }) => match === 'contradicted')) contradicted.push(subject.name);
    if (agreeing.length === 0) {
      unmatched.push({
        subject: subject.name,
        digests: [...subject.digests].map(([algorithm, value]) => `${algorithm}:${value}`),
      });
    }
  }
  return { check: aboutCheck(about, artifacts, named, contradicted), about, unmatched };
}

/**
 * Whether a subject is this artifact: every binding digest that both have agrees, and at least one is there. One that
 * agrees beside one that differs contradicts itself.
 */
function compareSubject(
  subject: Subject,
  artifact: Artifact,
): { digest: string } | 'contradicted' | undefined {
  let agrees: string | undefined;
  let differs = false;
  for (const algorithm of BINDING) {
    const stated = subject.digests.get(algorithm);
    const actual = artifact.digests[algorithm];
    if (stated === undefined || actual === undefined) continue;
    if (stated === actual) agrees ??= `${algorithm}:${actual}`;
    else differs = true;
  }
  if (agrees !== undefined && !differs) return { digest: agrees };
  const weak = (['sha1', 'md5'] as const).some(
    (algorithm) =>
      artifact.digests[algorithm] !== undefined &&
      subject.digests.get(algorithm) === artifact.digests[algorithm],
  );
  return differs && (agrees !== undefined || weak) ? 'contradicted' : undefined;
}

/** The file a bare signature was computed over and holds for; its stated digest must agree. */
export function aboutMessage(
  message: Message,
  over: Artifact | undefined,
  artifacts: readonly Artifact[],
  named: boolean,
): AboutResult {
  if (message.image !== undefined) return aboutImage(message.image, artifacts, named);
  const stated = message.digest;
  const disagrees = (artifact: Artifact): boolean =>
    stated !== undefined &&
    artifact.digests[stated.algorithm] !== undefined &&
    artifact.digests[stated.algorithm] !== stated.hex;
  const about: About[] = [];
  const algorithm = over === undefined ? undefined : BINDING.find((name) => over.digests[name] !== undefined);
  if (over !== undefined && algorithm !== undefined && !disagrees(over)) {
    about.push({ subject: '', digest: `${algorithm}:${over.digests[algorithm]}`, ...place(over) });
  }
  const unmatched =
    about.length > 0 || stated === undefined
      ? []
      : [{ subject: '', digests: [`${stated.algorithm}:${stated.hex}`] }];
  const contradicted = named ? artifacts.filter(disagrees).map(({ name }) => name) : [];
  return { check: aboutCheck(about, artifacts, named, contradicted), about, unmatched };
}

function place({ id, kind }: Artifact): Pick<About, 'source' | 'kind'> {
  return { source: id, ...(kind === undefined ? {} : { kind }) };
}

/** The image that a signed payload names by the digest of its manifest. */
function aboutImage(image: string, artifacts: readonly Artifact[], named: boolean): AboutResult {
  const digest = `sha256:${image}`;
  const about = artifacts
    .filter(({ digests }) => digests.sha256 === image)
    .map((artifact) => ({ subject: '', digest, ...place(artifact) }));
  const contradicted = named && about.length === 0 ? artifacts.map(({ name }) => name) : [];
  return {
    check: aboutCheck(about, artifacts, named, contradicted),
    about,
    unmatched: about.length > 0 ? [] : [{ subject: '', digests: [digest] }],
  };
}

export function aboutCheck(
  about: readonly About[],
  artifacts: readonly Artifact[],
  named: boolean,
  contradicted: readonly string[],
): Check {
  const id = 'sigstore.artifact';
  const against = about.map(({ digest }) => digest).join(', ');
  const evidence = [
    ...about
      .slice(0, 32)
      .map(({ subject, digest }) => ({ label: subject === '' ? 'File' : subject, value: digest })),
    ...contradicted.slice(0, 32).map((name) => ({ label: name, value: 'a digest of it differs' })),
  ];
  const [first] = contradicted;
  if (about.length > 0) {
    const count = new Set(about.map(({ source }) => source)).size;
    return check(id, 'pass', `It is about ${count === 1 ? 'a file' : `${count} files`} at hand, by digest.`, {
      against,
      evidence,
    });
  }
  if (first !== undefined)
    return check(id, 'fail', `It is about another file than "${first}".`, { against, evidence });
  if (artifacts.length === 0)
    return check(id, 'absent', 'There is no file to hold it against.', { evidence });
  return check(id, named ? 'fail' : 'absent', 'It is about none of the files at hand.', { evidence });
}
