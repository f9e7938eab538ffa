import type { Resource } from '../../attest/predicates/types.ts';
import { canonicalPurl } from '../../base/purl.ts';
import type { SourceId } from '../../model/source.ts';
import type { CaseModel, Component } from '../model.ts';
import { PROVENANCE_READER } from '../stated-materials.ts';

/** What of the case something a build was made from is: by digest, else, the weaker join, by package URL. */
export type MaterialMatch =
  | { readonly by: 'digest'; readonly source: SourceId }
  | { readonly by: 'purl'; readonly component: Component };

interface MaterialIndex {
  readonly digests: ReadonlyMap<string, SourceId>;
  readonly purls: ReadonlyMap<string, Component>;
}

const STRONG = ['sha512', 'sha384', 'sha256'] as const;
const indexes = new WeakMap<CaseModel, MaterialIndex>();

/**
 * Finds a material in the case. Only SHA-256 or stronger joins by digest; a package URL joins a component that somebody
 * else than provenance speaks of.
 */
export function materialIn(model: CaseModel, { uri, digests }: Resource): MaterialMatch | undefined {
  const index = indexOf(model);
  for (const algorithm of STRONG) {
    const hex = digests.get(algorithm);
    const source = hex === undefined ? undefined : index.digests.get(`${algorithm}:${hex}`);
    if (source !== undefined) return { by: 'digest', source };
  }
  const purl = uri?.startsWith('pkg:') ? canonicalPurl(uri) : undefined;
  const component = purl === undefined ? undefined : index.purls.get(purl);
  return component && { by: 'purl', component };
}

function indexOf(model: CaseModel): MaterialIndex {
  const known = indexes.get(model);
  if (known !== undefined) return known;
  const digests = new Map<string, SourceId>();
  const add = (digest: string | undefined, source: SourceId): void => {
    if (digest !== undefined && !digests.has(digest)) digests.set(digest, source);
  };
  for (const { id, digests: own } of model.sources)
    for (const [algorithm, hex] of Object.entries(own)) add(`${algorithm}:${hex}`, id);
  for (const { source, plan } of model.images) {
    add(plan.manifestDigest, source);
    add(plan.configDigest, source);
  }
  const purls = new Map<string, Component>();
  for (const component of model.components) {
    const elsewhere = component.occurrences.some(
      (at) => model.occurrences[at]?.cataloger !== PROVENANCE_READER,
    );
    if (component.purl !== undefined && elsewhere) purls.set(component.purl, component);
  }
  const index = { digests, purls };
  indexes.set(model, index);
  return index;
}
