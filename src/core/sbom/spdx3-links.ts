import { own, ownText } from '../base/json-shape.ts';
import type { Completeness } from '../model/document.ts';
import { listOf, type Spdx3Element, type Spdx3Graph } from './spdx3-graph.ts';
import { spdx3License } from './spdx3-license.ts';
import { spdx3Relation } from './spdx3-relations.ts';
import type { StatedBuilder } from './stated-builder.ts';

const LICENSES: Readonly<Record<string, string>> = {
  hasConcludedLicense: 'concluded',
  hasDeclaredLicense: 'declared',
};
const STATES: Readonly<Record<string, Completeness['state']>> = {
  complete: 'complete',
  incomplete: 'incomplete',
  noAssertion: 'unknown',
};

/** Whether an element relates others; one relationship may lead to many. */
export function isRelationship({ type }: Spdx3Element): boolean {
  return type.endsWith('Relationship');
}

/** Relationships of a graph: those between components, licences (which are facts here), and what is said of completeness. */
export class Spdx3Links {
  readonly completeness: Completeness[] = [];
  /** Numbers of what a document or an SBOM is said to describe. */
  readonly described = new Set<number>();
  readonly #builder: StatedBuilder;
  readonly #graph: Spdx3Graph;

  constructor(builder: StatedBuilder, graph: Spdx3Graph) {
    this.#builder = builder;
    this.#graph = graph;
  }

  read(): void {
    for (const element of this.#graph.elements) if (isRelationship(element)) this.#relationship(element);
  }

  #relationship({ part, pointer }: Spdx3Element): void {
    const rawKind = ownText(part, 'relationshipType') ?? '';
    const from = this.#graph.id(own(part, 'from'));
    const targets = listOf(part, 'to').flatMap((one) => this.#graph.id(one) ?? []);
    const { kind, scope, inverted } = spdx3Relation(rawKind, ownText(part, 'scope')) ?? { kind: 'other' };
    const subject = from === undefined ? undefined : this.#builder.find(from);
    const license = Object.hasOwn(LICENSES, rawKind) ? LICENSES[rawKind] : undefined;
    if (subject !== undefined && license !== undefined) this.#licenses(subject, license, targets, pointer);
    if (subject !== undefined && inverted !== true) this.#complete(subject, kind, part, targets, pointer);
    let counted = false;
    for (const target of targets) {
      if (from === undefined || license !== undefined || isIndividual(target)) continue;
      const end = this.#builder.find(target);
      if (kind === 'describes' && subject === undefined && end !== undefined) this.described.add(end);
      // What an agent, a tool or the document takes part in is no relation between components.
      if (!this.#relates(from, subject) || !this.#relates(target, end)) continue;
      const [a, b] = inverted === true ? [end ?? target, subject ?? from] : [subject ?? from, end ?? target];
      this.#builder.relate(a, b, {
        kind,
        rawKind,
        pointer,
        ...(scope === undefined ? {} : { scope }),
        uncounted: counted,
      });
      counted = true;
    }
    if (!counted) this.#builder.countRelation();
  }

  #relates(id: string, number: number | undefined): boolean {
    return number !== undefined || this.#graph.find(id) === undefined;
  }

  #licenses(subject: number, role: string, targets: readonly string[], pointer: string): void {
    for (const target of targets) {
      const text = spdx3License(this.#graph, target);
      if (text === 'NONE' || text === 'NOASSERTION')
        this.#builder.absent(subject, 'license', text, { role, pointer });
      else this.#builder.fact(subject, 'license', text, { role, pointer });
    }
  }

  #complete(
    subject: number,
    kind: string,
    part: Spdx3Element['part'],
    targets: readonly string[],
    pointer: string,
  ): void {
    const facet = kind === 'dependsOn' ? 'dependencies' : kind === 'contains' ? 'assemblies' : undefined;
    if (facet === undefined) return;
    const none = targets.find(isIndividual);
    if (none !== undefined && facet === 'dependencies')
      this.#builder.absent(subject, 'dependencies', isNone(none) ? 'NONE' : 'NOASSERTION', { pointer });
    if (none !== undefined)
      this.completeness.push({
        subject: String(subject),
        facet,
        state: isNone(none) ? 'none' : 'unknown',
        raw: none,
        pointer,
      });
    const raw = ownText(part, 'completeness');
    const state = raw !== undefined && Object.hasOwn(STATES, raw) ? STATES[raw] : undefined;
    if (raw !== undefined && state !== undefined && none === undefined)
      this.completeness.push({ subject: String(subject), facet, state, raw, pointer });
  }
}

/** `NoneElement` and `NoAssertionElement`: no elements, but the statement that there is none, or nothing known. */
export function isIndividual(id: string): boolean {
  return /(?:^|[/#])No(?:ne|Assertion)Element$/.test(id);
}

function isNone(id: string): boolean {
  return id.endsWith('NoneElement');
}
