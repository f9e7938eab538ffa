import type { Hit } from './lookup.ts';
import { type Advisory, isMalware } from './types.ts';

/** One vulnerability of one package version, whatever the databases call it. */
export interface Vulnerability {
  /** The id it is called by. */
  readonly id: string;
  /** All its ids, that one included, sorted. */
  readonly ids: readonly string[];
  /** The records that say so, the one it is called by first. */
  readonly advisories: readonly Advisory[];
  readonly malicious: boolean;
  /** First version that is not affected, by the first record that names one. */
  readonly fixed: string | undefined;
  readonly by: 'versions' | 'range';
  /** Ecosystem and name under which it was found. */
  readonly ecosystem: string;
  readonly name: string;
}

/** Of several records of one vulnerability the best kept speaks first. */
const PREFERRED = ['MAL-', 'GHSA-', 'GO-', 'PYSEC-', 'RUSTSEC-', 'HSEC-'];

/** Puts together the hits that are aliases of one another, by any chain of aliases. `upstream` and `related` are none. */
export function collapse(hits: readonly Hit[]): Vulnerability[] {
  const groups: { readonly ids: Set<string>; readonly hits: Hit[] }[] = [];
  for (const hit of hits) {
    const ids = new Set([hit.advisory.id, ...hit.advisory.aliases]);
    const joined = groups.filter((group) => [...ids].some((id) => group.ids.has(id)));
    const into = { ids: new Set([...ids, ...joined.flatMap((group) => [...group.ids])]), hits: [hit] };
    for (const group of joined) {
      into.hits.push(...group.hits);
      groups.splice(groups.indexOf(group), 1);
    }
    groups.push(into);
  }
  return groups.map(({ ids, hits: mine }) => named(ids, mine)).sort((a, b) => (a.id < b.id ? -1 : 1));
}

function named(ids: ReadonlySet<string>, hits: readonly Hit[]): Vulnerability {
  // The same record in two sets of data is one; the one that was modified last counts.
  const byId = new Map<string, Hit>();
  for (const hit of hits) {
    const known = byId.get(hit.advisory.id);
    if (known === undefined || known.advisory.modified < hit.advisory.modified)
      byId.set(hit.advisory.id, hit);
  }
  const sorted = [...byId.values()].sort(
    (a, b) => rank(a.advisory.id) - rank(b.advisory.id) || (a.advisory.id < b.advisory.id ? -1 : 1),
  );
  const [first] = sorted;
  if (first === undefined) throw new Error('a vulnerability without a record');
  return {
    id: first.advisory.id,
    ids: [...ids].sort(),
    advisories: sorted.map(({ advisory }) => advisory),
    malicious: sorted.some(({ advisory }) => isMalware(advisory.id)),
    fixed: sorted.find(({ fixed }) => fixed !== undefined)?.fixed,
    by: first.by,
    ecosystem: first.coordinate.ecosystem,
    name: first.coordinate.name,
  };
}

function rank(id: string): number {
  const found = PREFERRED.findIndex((prefix) => id.startsWith(prefix));
  return found < 0 ? PREFERRED.length : found;
}
