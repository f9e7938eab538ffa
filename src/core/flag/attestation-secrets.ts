import { displayName } from '../base/names.ts';
import { plural } from '../base/words.ts';
import type { Rule } from './types.ts';

/** Parameters of a build that look like secrets: provenance is published, and they with it. */
export const attestationSecrets: Rule = {
  id: 'attestation.secret-parameter',
  title: 'Provenance holds what looks like a secret',
  grade: 'hint',
  why: 'Build arguments are written into provenance as they are, and provenance is published beside the artifact. A token among them can be read by anybody (moby/buildkit#4608).',
  mayBeWrong:
    'It goes by names such as TOKEN and PASSWORD, and by the form of well-known tokens; a placeholder looks the same.',
  remedy:
    'Look at the parameter in the original. If it is a secret, revoke it, and pass it as a secret mount instead.',
  *run(model) {
    const names = new Map(model.sources.map(({ id, name }) => [id, displayName(name)]));
    for (const { predicate, source, carrier, record } of model.attestations) {
      const read = predicate?.predicate;
      if (read?.kind !== 'provenance') continue;
      const masked = [...read.externalParameters, ...read.internalParameters].filter((one) => one.masked);
      const [first] = masked;
      if (first === undefined) continue;
      yield {
        severity: 'medium',
        source,
        key: `${carrier}\0${record}`,
        title: `"${names.get(source) ?? ''}" holds ${plural(masked.length, 'parameter')} that ${masked.length === 1 ? 'looks' : 'look'} like a secret.`,
        detail: `${displayName(first.name)} is one; its value is not shown.`,
        evidence: masked
          .slice(0, 32)
          .map(({ name, pointer }) => ({ label: displayName(name), value: 'masked', at: pointer })),
      };
    }
  },
};
