import { groupBy } from '../base/group.ts';
import type { CaseModel } from '../case/model.ts';
import { DEPENDENCY_SCOPE, NO_SCOPE } from '../sbom/cyclonedx-scopes.ts';
import { type Catalogue, type CatalogueComponent, type CatalogueRelation, catalogueOf } from './catalogue.ts';
import type { SbomExporter } from './sbom-exporter.ts';

/**
 * CycloneDX 1.6 in JSON (ECMA-424, first edition). Dependencies of every scope are `dependencies`, with the scope as a
 * property `loupe:dependency:SCOPE` of the dependent, and as `scope` of a component that all who need it agree on; what
 * contains one other thing is nested; relations CycloneDX has no place for are properties `loupe:relation:KIND`. A component of whose
 * dependencies nothing is known is left out of `dependencies`, which says just that.
 */
export const cyclonedxExport: SbomExporter = {
  id: 'cyclonedx',
  title: 'CycloneDX 1.6, JSON',
  fileName: 'loupe.cdx.json',
  note: undefined,
  write,
};

const ALGORITHMS: Readonly<Record<string, { readonly name: string; readonly digits: number }>> = {
  md5: { name: 'MD5', digits: 32 },
  sha1: { name: 'SHA-1', digits: 40 },
  sha256: { name: 'SHA-256', digits: 64 },
  sha384: { name: 'SHA-384', digits: 96 },
  sha512: { name: 'SHA-512', digits: 128 },
};

function write(
  model: CaseModel,
  { toolVersion, evaluatedAt }: { toolVersion: string; evaluatedAt: string },
): object {
  const catalogue = catalogueOf(model);
  const { root, found, components, id } = catalogue;
  const refs = components.map(({ purl }, i) => purl ?? `c${i + 1}`);
  const parents = nesting(catalogue);
  const leaving = groupBy(catalogue.relations, ({ from }) => from);
  const scopes = componentScopes(catalogue);
  const children = new Map<number, number[]>();
  parents.forEach((parent, child) => {
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), child]);
  });
  const listed = components.flatMap((component, i) => (component.type === 'service' ? [] : [i]));
  const services = components.flatMap(({ type, name, version, description }, i) =>
    type === 'service' ? [{ 'bom-ref': refs[i], name, ...given({ version, description }) }] : [],
  );
  const rootRef = 'root';
  const tree = (i: number): object[] => {
    const component = components[i];
    if (component === undefined) return [];
    const nested = (children.get(i) ?? []).flatMap(tree);
    return [
      {
        ...componentObject(component, refs[i] ?? '', scopes.get(i)),
        ...list('properties', propertiesOf(leaving.get(i) ?? [], refs, parents)),
        ...list('components', nested),
      },
    ];
  };
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${id}`,
    version: 1,
    metadata: {
      timestamp: evaluatedAt,
      ...(found ? { lifecycles: [{ phase: 'post-build' }] } : {}),
      tools: { components: [{ type: 'application', name: 'loupe', version: toolVersion }] },
      component: {
        'bom-ref': rootRef,
        type: root.type === 'service' ? 'application' : root.type,
        name: root.name,
        ...given({ version: root.version }),
        ...list('hashes', hashObjects(root.hashes)),
      },
    },
    components: listed.filter((i) => parents[i] === undefined).flatMap(tree),
    ...list('services', services),
    dependencies: dependenciesOf(catalogue, refs),
    // What is in an artifact and was not recognized is in no catalogue: nothing here claims to be complete.
    compositions: [{ aggregate: 'unknown', assemblies: [rootRef] }],
  };
}

function componentObject(component: CatalogueComponent, ref: string, scope: string | undefined): object {
  const { type, name, version, purl, cpes, supplier, description, copyright, hashes, references, paths } =
    component;
  return {
    'bom-ref': ref,
    type,
    ...(supplier === undefined ? {} : { supplier: { name: supplier } }),
    name,
    ...given({ version, description, scope }),
    ...list('hashes', hashObjects(hashes)),
    ...list('licenses', licenseObjects(component)),
    ...given({ copyright, cpe: cpes.find((cpe) => /^cpe:(?:\/|2\.3:)/.test(cpe)), purl }),
    ...list(
      'externalReferences',
      references.map(({ role, url }) => ({ type: role, url })),
    ),
    ...(paths.length === 0 ? {} : { evidence: { occurrences: paths.map((location) => ({ location })) } }),
  };
}

/** One expression stands alone; several licences, or what is no expression, are a list. */
function licenseObjects({ licenses }: CatalogueComponent): object[] {
  const [only] = licenses;
  const simple = (text: string) =>
    /^[A-Za-z0-9.-]+$/.test(text) && !/^(?:LicenseRef|DocumentRef)-/.test(text);
  if (only !== undefined && licenses.length === 1 && only.expression && !simple(only.text))
    return [{ expression: only.text, acknowledgement: only.role }];
  return licenses.map(({ text, expression, role }) => ({
    license: { ...(expression && simple(text) ? { id: text } : { name: text }), acknowledgement: role },
  }));
}

function hashObjects(hashes: readonly string[]): object[] {
  return hashes.flatMap((text) => {
    const colon = text.indexOf(':');
    const content = text.slice(colon + 1);
    const known = text.slice(0, colon);
    const algorithm = Object.hasOwn(ALGORITHMS, known) ? ALGORITHMS[known] : undefined;
    if (algorithm === undefined || content.length !== algorithm.digits || !/^[0-9a-f]+$/.test(content))
      return [];
    return [{ alg: algorithm.name, content }];
  });
}

function dependenciesOf({ relations }: Catalogue, refs: readonly string[]): object[] {
  const byFrom = new Map<number, Set<string>>();
  for (const { from, to, kind } of relations) {
    const ref = refs[to];
    if (kind === 'dependsOn' && ref !== undefined) byFrom.set(from, (byFrom.get(from) ?? new Set()).add(ref));
  }
  return [...byFrom]
    .sort(([a], [b]) => a - b)
    .map(([from, to]) => ({ ref: refs[from], dependsOn: [...to].sort() }));
}

/** Parent of each component that exactly one other contains, where that makes no circle. */
function nesting({ components, relations }: Catalogue): (number | undefined)[] {
  const holders = components.map(() => new Set<number>());
  for (const { from, to, kind } of relations) if (kind === 'contains' && from !== to) holders[to]?.add(from);
  const parents: (number | undefined)[] = components.map(() => undefined);
  for (let child = 0; child < components.length; child++) {
    const [only, ...more] = holders[child] ?? [];
    if (
      only === undefined ||
      more.length > 0 ||
      components[child]?.type === 'service' ||
      components[only]?.type === 'service'
    )
      continue;
    let above: number | undefined = only;
    while (above !== undefined && above !== child) above = parents[above];
    if (above === undefined) parents[child] = only;
  }
  return parents;
}

/** Relations that have no place of their own, and scopes of dependencies, which have none either. */
function propertiesOf(
  leaving: readonly CatalogueRelation[],
  refs: readonly string[],
  parents: readonly (number | undefined)[],
): object[] {
  const scoped = new Set(
    leaving.filter(({ kind, scope }) => kind === 'dependsOn' && scope !== undefined).map(({ to }) => to),
  );
  return leaving.flatMap(({ from, to, kind, rawKind, scope = NO_SCOPE }) => {
    const value = refs[to] ?? '';
    if (kind === 'dependsOn') return scoped.has(to) ? [{ name: `${DEPENDENCY_SCOPE}${scope}`, value }] : [];
    if (kind === 'contains' && parents[to] === from) return [];
    return [{ name: `loupe:relation:${kind === 'other' ? rawKind : kind}`, value }];
  });
}

/** Scopes of dependencies that are no part of what runs. */
const NOT_RUN: ReadonlySet<string> = new Set(['dev', 'test', 'build']);

/** What CycloneDX calls the scope of a component, where each dependency on it is of a scope that says so. */
function componentScopes({ relations }: Catalogue): ReadonlyMap<number, string> {
  const needed = new Map<number, Set<string>>();
  for (const { from, to, kind, scope } of relations)
    if (kind === 'dependsOn' && from !== to) needed.set(to, (needed.get(to) ?? new Set()).add(scope ?? ''));
  const scopes = new Map<number, string>();
  for (const [component, by] of needed) {
    if (by.has('runtime')) scopes.set(component, 'required');
    else if ([...by].every((scope) => NOT_RUN.has(scope))) scopes.set(component, 'excluded');
    else if ([...by].every((scope) => NOT_RUN.has(scope) || scope === 'optional'))
      scopes.set(component, 'optional');
  }
  return scopes;
}

/** The members that have a value. */
function given(members: Readonly<Record<string, string | undefined>>): object {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined && value !== ''),
  );
}

function list(key: string, items: readonly object[]): object {
  return items.length === 0 ? {} : { [key]: items };
}
