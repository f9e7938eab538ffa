import { parsePurl } from '../../base/purl-parse.ts';
import type { ReportedPackage } from '../../model/scan.ts';
import type { CaseDocument, CaseModel, Component } from '../model.ts';
import { identityOf, looseName } from '../reconcile/identity.ts';
import type { ScanRow, WhyNotHere } from './types.ts';

/** Package URL types by what scanners and OSV call the ecosystem; a word that is not here restricts nothing. */
const TYPES: readonly (readonly [words: RegExp, type: string])[] = [
  [/^(?:npm|node-pkg|nodejs|yarn|pnpm|bun|javascript)$/, 'npm'],
  [/^(?:pypi|python|python-pkg|pip|pipenv|poetry|uv|conda-pkg)$/, 'pypi'],
  [/^(?:maven|java|jar|pom|gradle|java-archive|jenkins-plugin)$/, 'maven'],
  [/^(?:go|golang|gomod|gobinary|go-module)$/, 'golang'],
  [/^(?:crates\.io|cargo|rust|rustbinary|rust-crate)$/, 'cargo'],
  [/^(?:rubygems|gem|gemspec|bundler|ruby)$/, 'gem'],
  [/^(?:nuget|dotnet|dotnet-core|packages-props)$/, 'nuget'],
  [/^(?:packagist|composer|composer-vendor|php-composer|php)$/, 'composer'],
  [/^(?:deb|debian|ubuntu)(?:$|:)/, 'deb'],
  [/^(?:apk|alpine|wolfi|chainguard)(?:$|:)/, 'apk'],
  [
    /^(?:rpm|redhat|red hat|centos|rocky|rocky linux|alma|almalinux|fedora|amazon|oracle|suse|opensuse)(?:$|[:.-])/,
    'rpm',
  ],
];

/** Where the package of a report was found, or why it was not. */
export type Located =
  | { readonly components: readonly number[]; readonly join: NonNullable<ScanRow['join']> }
  | { readonly why: WhyNotHere };

/** Finds the packages that reports name among the components of a case: by reference, by purl, else by name and version. */
export class PackageIndex {
  readonly #model: CaseModel;
  readonly #inScope: (component: number) => boolean;
  readonly #byPackage = new Map<string, number[]>();
  readonly #byName = new Map<string, number[]>();
  readonly #byRef = new Map<string, number>();

  constructor(model: CaseModel, document: CaseDocument, inScope: (component: number) => boolean) {
    this.#model = model;
    this.#inScope = inScope;
    model.components.forEach((component, i) => {
      const identity = identityOf(component);
      if (identity.package !== undefined) push(this.#byPackage, identity.package, i);
      for (const name of identity.names) push(this.#byName, name, i);
    });
    const { first, count } = document.occurrences;
    for (let at = first; at < first + count; at++) {
      const place = model.occurrences[at];
      // Of two that are called the same, the first is meant, as the reader of the document has it.
      if (place?.localId !== undefined && !this.#byRef.has(place.localId))
        this.#byRef.set(place.localId, place.component);
    }
  }

  locate({ ref, purl, name, version, ecosystem }: ReportedPackage): Located {
    const referred = ref === undefined ? undefined : this.#byRef.get(ref);
    if (referred !== undefined) {
      if (this.#inScope(referred)) return { components: [referred], join: 'reference' };
      const same = this.#model.components[referred];
      return same === undefined ? { why: { kind: 'not-found' } } : this.#byIdentity(same);
    }
    const parsed = purl === undefined ? undefined : parsePurl(purl);
    if (purl !== undefined && parsed !== undefined)
      return this.#byIdentity({
        purl,
        name: parsed.name,
        version: parsed.version ?? version,
        type: 'library',
      });
    if (name === undefined) return { why: { kind: 'not-found' } };
    return this.#byLooseName(name, version, ecosystem);
  }

  #byIdentity(component: Pick<Component, 'purl' | 'name' | 'version' | 'type'>): Located {
    const wanted = identityOf(component);
    if (wanted.package === undefined) return this.#byLooseName(component.name, component.version, undefined);
    const called = (this.#byPackage.get(wanted.package) ?? []).filter(this.#inScope);
    const found = called.filter((i) => {
      const identity = this.#identity(i);
      return (
        identity.version === wanted.version &&
        (identity.arch === undefined || wanted.arch === undefined || identity.arch === wanted.arch)
      );
    });
    return found.length > 0 ? { components: found, join: 'purl' } : this.#otherVersions(called);
  }

  #byLooseName(name: string, version: string | undefined, ecosystem: string | undefined): Located {
    const type = typeOf(ecosystem);
    const called = (this.#byName.get(looseName(name)) ?? []).filter(this.#inScope).filter((i) => {
      const own = this.#identity(i).type;
      return type === undefined || own === undefined || own === type;
    });
    const wanted = identityOf({ purl: undefined, name, version, type: 'library' });
    const found = called.filter((i) => {
      const { version: own } = this.#identity(i);
      return own.replace(/^v(?=\d)/, '') === wanted.version;
    });
    if (found.length === 0) return this.#otherVersions(called);
    // A name alone that packages of two kinds bear means neither.
    const types = new Set(found.map((i) => this.#identity(i).type));
    return types.size > 1 ? { why: { kind: 'ambiguous' } } : { components: found, join: 'name' };
  }

  #otherVersions(called: readonly number[]): Located {
    if (called.length === 0) return { why: { kind: 'not-found' } };
    const versions = [...new Set(called.flatMap((i) => this.#model.components[i]?.version ?? []))].sort();
    return { why: { kind: 'other-version', versions } };
  }

  #identity(i: number) {
    const component = this.#model.components[i];
    if (component === undefined) throw new Error(`no component ${i}`);
    return identityOf(component);
  }
}

function typeOf(ecosystem: string | undefined): string | undefined {
  const word = ecosystem?.toLowerCase() ?? '';
  return TYPES.find(([words]) => words.test(word))?.[1];
}

function push(into: Map<string, number[]>, key: string, value: number): void {
  const list = into.get(key);
  if (list === undefined) into.set(key, [value]);
  else list.push(value);
}
