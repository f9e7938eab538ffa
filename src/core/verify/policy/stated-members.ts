import type { CheckId } from '../check-texts.ts';
import type { ProvenanceExpectations } from './types.ts';

/** Something that can be expected of a statement, and the check that compares it. */
interface Member {
  readonly of: 'provenance' | 'summary' | 'package';
  readonly id: CheckId;
  /** As a sentence names it. */
  readonly words: string;
}

const MEMBERS: Readonly<Record<Exclude<keyof ProvenanceExpectations, 'policy'>, Member>> = {
  sourceUri: { of: 'provenance', id: 'provenance.source', words: 'source' },
  builderId: { of: 'provenance', id: 'provenance.builder', words: 'builder' },
  sourceBranch: { of: 'provenance', id: 'provenance.branch', words: 'branch' },
  sourceTag: { of: 'provenance', id: 'provenance.tag', words: 'tag' },
  sourceVersionedTag: { of: 'provenance', id: 'provenance.versioned-tag', words: 'version of the tag' },
  workflowInputs: { of: 'provenance', id: 'provenance.inputs', words: 'inputs' },
  packageName: { of: 'package', id: 'provenance.package', words: 'package' },
  packageVersion: { of: 'package', id: 'provenance.package', words: 'version of the package' },
  verifierId: { of: 'summary', id: 'summary.verifier', words: 'verifier' },
  resourceUri: { of: 'summary', id: 'summary.resource', words: 'resource' },
  verifiedLevels: { of: 'summary', id: 'summary.levels', words: 'levels' },
};

/** What is expected and which check must have compared it: an expectation that nothing was held against is not met. */
export function statedMembers(expected: ProvenanceExpectations): readonly Member[] {
  return Object.entries(MEMBERS).flatMap(([name, member]) =>
    expected[name as keyof typeof MEMBERS] === undefined ? [] : [member],
  );
}
