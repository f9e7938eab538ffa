import { displayName } from '../../base/names.ts';
import { plural } from '../../base/words.ts';
import type { Knowing } from '../../model/knowing.ts';
import type { LinkLabel, PathLink, PathStop, TrustPath } from '../provenance-views.ts';
import { namesake } from './namesake.ts';
import { nameOfBuilder } from './questions/builder.ts';
import { SIGNATURES } from './questions/signing.ts';
import { kindOfRef, known } from './questions/source.ts';
import type { Asked } from './questions/types.ts';
import { saidOf, stateOf } from './trust.ts';

/**
 * From the source repository to the dropped bytes. Each link is labelled by the weakest thing it rests on; what only the
 * statement says is never proven, whoever signed it.
 */
export function trustPath(asked: Asked): TrustPath {
  const stops = [source(asked), commit(asked), builder(asked), inputs(asked), signature(asked), bytes(asked)];
  const links = [review(asked), build(asked), ingredients(asked), signing(asked), binding(asked)];
  return { sentence: sentenceOf(asked, links), stops, links };
}

function stop(
  id: PathStop['id'],
  title: string,
  whole: string | undefined,
  detail: string,
  rest: { readonly shown?: string; readonly target?: PathStop['target'] } = {},
): PathStop {
  return {
    id,
    title,
    value: displayName(rest.shown ?? whole ?? ''),
    whole: displayName(whole ?? ''),
    detail: displayName(detail),
    target: rest.target,
  };
}

function source({ facts, provenance }: Asked): PathStop {
  const found = known(facts?.repository, provenance?.source.repository);
  const id = known(facts?.repositoryId, provenance?.run.repositoryId);
  const shown = found?.value.replace(/^https:\/\/github\.com\//, '');
  return stop('source', 'Source', found?.value, id === undefined ? '' : `repository id ${id.value}`, {
    ...(shown === undefined ? {} : { shown }),
  });
}

function commit({ facts, provenance }: Asked): PathStop {
  const found = known(facts?.commit, provenance?.source.commit);
  const ref = known(facts?.ref, provenance?.source.ref);
  return stop('commit', 'Commit', found?.value, ref === undefined ? '' : kindOfRef(ref.value), {
    ...(found === undefined ? {} : { shown: found.value.slice(0, 8) }),
  });
}

function builder({ facts, provenance }: Asked): PathStop {
  const id = provenance?.builder.id?.value ?? facts?.signer?.uri;
  const runner = known(facts?.runner, provenance?.run.runner);
  return stop('builder', 'Builder', id, runner === undefined ? '' : runner.value, {
    ...(id === undefined ? {} : { shown: nameOfBuilder(id) }),
  });
}

function inputs({ provenance }: Asked): PathStop {
  const all = [...(provenance?.dependencies ?? []), ...(provenance?.builder.dependencies ?? [])];
  if (all.length === 0) return stop('inputs', 'Inputs', undefined, '');
  const loose = all.filter(({ digests }) => digests.size === 0).length;
  return stop(
    'inputs',
    'Inputs',
    plural(all.length, 'input'),
    loose === 0 ? 'each pinned by a digest' : `${loose} not pinned`,
  );
}

function signature({ one }: Asked): PathStop {
  const title = 'Signature and log';
  if (one.verdict === 'unsigned' || one.signer === undefined) return stop('signature', title, undefined, '');
  const at = one.time.proven[0];
  const by = one.signer.kind === 'key' ? `key ${one.signer.name}` : 'certificate';
  if (at === undefined)
    return stop('signature', title, by, one.signer.kind === 'key' ? 'no time in it' : 'no proven time');
  const seen = at.source === 'log' ? 'logged' : 'stamped';
  return stop('signature', title, `${by}, ${seen}`, `${at.at.slice(0, 16).replace('T', ' ')} UTC`);
}

function bytes(asked: Asked): PathStop {
  const { one, nameOf } = asked;
  const [first] = one.about;
  const others = new Set(one.about.map((about) => about.source)).size - 1;
  if (first !== undefined)
    return stop(
      'bytes',
      'Bytes',
      nameOf(first.source),
      `${first.digest}${others > 0 ? `, and ${others} more` : ''}`,
      {
        target: { view: 'source', source: first.source },
      },
    );
  const same = namesake(asked.model, asked.one);
  if (same !== undefined)
    return stop('bytes', 'Bytes', nameOf(same.source.id), same.actual, {
      target: { view: 'source', source: same.source.id },
    });
  return stop('bytes', 'Bytes', undefined, '');
}

function link(label: LinkLabel, why: string): PathLink {
  const states: Readonly<Record<LinkLabel, Knowing>> = {
    proven: 'proven',
    'certificate says': 'claimed',
    'statement claims': 'claimed',
    missing: 'missing',
    contradicted: 'contradicted',
    'not inspected': 'not-inspected',
  };
  return { label, state: states[label], why: displayName(why) };
}

/** How the commit came into the repository: only a source attestation speaks of that (SLSA v1.2, source track). */
function review({ model, facts, provenance }: Asked): PathLink {
  const hash = known(facts?.commit, provenance?.source.commit)?.value;
  const attested = model.attestations.find(
    ({ statement, predicate }) =>
      predicate?.predicate.kind === 'verification-summary' &&
      hash !== undefined &&
      (statement?.subjects ?? []).some(({ digests }) => digests.get('gitCommit') === hash),
  );
  if (attested === undefined) return link('missing', 'Who wrote and reviewed the commit is not attested.');
  const state = stateOf(model, attested);
  if (state === 'contradicted')
    return link('contradicted', 'The attestation of the commit does not hold, or says no.');
  return state === 'proven'
    ? link('proven', 'A verification summary of the commit is signed by whom you expect.')
    : link('statement claims', 'A verification summary speaks of the commit, and is not proven.');
}

/** That the builder ran from this commit. */
function build({ one, facts, provenance, proven }: Asked): PathLink {
  const differing = (one.certificateVsStatement ?? []).filter(({ status }) => status === 'differs');
  if (differing.length > 0)
    return link(
      'contradicted',
      `Statement and certificate differ in ${differing.map(({ field }) => field.toLowerCase()).join(', ')}.`,
    );
  if (facts?.commit !== undefined) {
    return proven('sigstore.certificate.chain')
      ? link('certificate says', 'An accepted authority wrote commit and workflow into the certificate.')
      : link('certificate says', 'A certificate says so, and nobody you accept speaks for it.');
  }
  return provenance?.source.commit === undefined
    ? link('missing', 'Nothing says which commit was built.')
    : link('statement claims', 'Only the statement says which commit was built.');
}

/** What went into the build beside the source. */
function ingredients({ provenance }: Asked): PathLink {
  const count = (provenance?.dependencies.length ?? 0) + (provenance?.builder.dependencies.length ?? 0);
  return count === 0
    ? link('missing', 'What went into the build is not stated.')
    : link('statement claims', 'The builder wrote down what went in; no certificate speaks of it.');
}

/** That the builder signed the statement, and when. */
function signing(asked: Asked): PathLink {
  const { one, proven, check } = asked;
  if (one.verdict === 'unsupported') return link('not inspected', 'This form cannot be checked here.');
  if (one.verdict === 'unsigned') return link('missing', 'Nobody signed the statement.');
  if (one.verdict === 'failed') {
    const failing = one.checks.find(({ status, id }) => status === 'fail' && id !== 'expected.signer');
    return link('contradicted', failing?.detail ?? 'The verification failed.');
  }
  if (one.expected === 'unmet')
    return link('contradicted', check('expected.signer')?.detail ?? 'Somebody else signed it.');
  if (one.verdict === 'verified' && SIGNATURES.some(proven))
    return link('proven', `${saidOf(one)} signed it${one.expected === 'met' ? ', as you expect' : ''}.`);
  return one.verdict === 'undated'
    ? link('certificate says', 'Signature and certificate agree; when it was signed is not proven.')
    : link('statement claims', 'Nobody you accept speaks for the key that signed it.');
}

/** That the statement is about these bytes. */
function binding(asked: Asked): PathLink {
  const { one, state } = asked;
  const same = namesake(asked.model, asked.one);
  if (one.about.length === 0)
    return same === undefined
      ? link('missing', 'The statement speaks of nothing that is in this case.')
      : link('contradicted', 'The file that is here has the name it speaks of, and another digest.');
  if (state === 'proven') return link('proven', 'The digest that was signed is the digest of these bytes.');
  if (one.verdict === 'failed' || one.verdict === 'unsigned')
    return link('statement claims', 'The digest agrees with a statement that nobody stands behind.');
  return link('statement claims', 'The digest agrees; whether the signer is the right one is open.');
}

function sentenceOf({ one, state, provenance }: Asked, links: readonly PathLink[]): string {
  const [reviewed, , , signed, bound] = links;
  if (bound?.label === 'contradicted') return 'The file that is here is not the one that was signed for.';
  if (one.verdict === 'failed') return 'The path breaks at the signature: nothing before it can be believed.';
  if (one.verdict === 'unsigned') return 'A path that somebody wrote down and nobody signed.';
  if (signed?.label === 'contradicted') return 'The path ends at a signer whom you do not expect.';
  if (links.some(({ label }) => label === 'contradicted'))
    return 'The statement says one thing, the certificate another.';
  if (provenance === undefined)
    return state === 'proven'
      ? 'These bytes are what the signer signed. How they were built is not said.'
      : 'How these bytes were built is not said.';
  if (state === 'proven')
    return reviewed?.label === 'missing'
      ? 'Signer and bytes are proven; the build is what the signer says. What happened before the commit is not attested.'
      : 'Signer and bytes are proven; the build is what the signer says, and the commit is attested too.';
  if (one.verdict === 'undated') return 'The path holds, but for when it was signed.';
  if (one.verdict === 'unknown-root') return 'A path for which nobody vouches whom you accept.';
  return 'The signature holds; whether the signer is the right one is for you to say.';
}
