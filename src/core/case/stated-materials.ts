import type { Envelope } from '../attest/envelope.ts';
import { heldStatement } from '../attest/held-statement.ts';
import { readPredicate } from '../attest/predicates/read-predicate.ts';
import { splitSourceUri } from '../attest/predicates/source-uri.ts';
import type { Provenance, Resource } from '../attest/predicates/types.ts';
import type { Statement } from '../attest/statement.ts';
import type { Limits } from '../base/limits.ts';
import { parsePurl } from '../base/purl-parse.ts';
import type { ComponentType } from '../model/reading.ts';
import type { StatedColumns } from '../model/stated.ts';
import { StatedBuilder } from '../sbom/stated-builder.ts';

/** In the place of a document reader's id. */
export const PROVENANCE_READER = 'attest.provenance';

/**
 * What provenance says its subjects were made from, as components and relations of the case: every material is stated,
 * pinned or not, and every subject is `generatedFrom` it. `undefined` where nothing says so.
 */
export function statedMaterials(
  envelopes: readonly Envelope[],
  name: string,
  limits: Limits,
): StatedColumns | undefined {
  const builder = new StatedBuilder({ name, limits });
  let materials = 0;
  for (const envelope of envelopes) {
    const statement = heldStatement(envelope, limits);
    const predicate = statement === undefined ? undefined : readPredicate(statement).predicate;
    if (statement === undefined || predicate?.kind !== 'provenance') continue;
    materials += addProvenance(builder, statement, predicate);
  }
  return materials === 0 ? undefined : builder.columns();
}

function addProvenance(
  builder: StatedBuilder,
  { subjects }: Statement,
  { version, dependencies }: Provenance,
): number {
  const made = dependencies.flatMap((resource) => addMaterial(builder, resource) ?? []);
  if (made.length === 0) return 0;
  for (const subject of subjects) {
    const purl = subject.name.startsWith('pkg:') ? subject.name : undefined;
    const number = builder.component({
      type: typeOf(purl),
      name: subject.name === '' ? 'subject' : subject.name,
      purl,
      pointer: subject.pointer,
    });
    if (number === undefined) break;
    for (const [algorithm, value] of subject.digests)
      builder.fact(number, 'hash', `${algorithm}:${value}`, {
        role: 'component',
        at: `/digest/${algorithm}`,
      });
    for (const material of made) {
      builder.relate(number, material, {
        kind: 'generatedFrom',
        rawKind: version === '1' ? 'resolvedDependencies' : 'materials',
      });
    }
  }
  return made.length;
}

function addMaterial(builder: StatedBuilder, resource: Resource): number | undefined {
  const stated = resource.uri ?? resource.name;
  if (stated === undefined || stated === '') return undefined;
  const purl = stated.startsWith('pkg:') ? stated : undefined;
  const named = purl === undefined ? undefined : parsePurl(purl);
  const { repository, ref } = splitSourceUri({ value: stated, pointer: resource.pointer });
  const commit = resource.digests.get('gitCommit') ?? resource.digests.get('sha1');
  const number = builder.component({
    type: typeOf(purl),
    name: named?.name ?? repository?.value ?? stated,
    version: named === undefined ? (ref?.value ?? commit) : named.version,
    purl,
    pointer: resource.pointer,
  });
  if (number === undefined) return undefined;
  for (const [algorithm, value] of resource.digests)
    builder.fact(number, 'hash', `${algorithm}:${value}`, { role: 'source', at: `/digest/${algorithm}` });
  builder.fact(number, 'pinned', resource.digests.size > 0 ? 'true' : 'false', { at: '/digest' });
  return number;
}

function typeOf(purl: string | undefined): ComponentType {
  if (purl === undefined) return 'file';
  return /^pkg:(?:docker|oci)\//.test(purl) ? 'container' : 'library';
}
