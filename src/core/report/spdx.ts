import { licensesOf, readLicense } from '../base/license-expression.ts';
import type { CaseModel } from '../case/model.ts';
import type { ComponentType, RelationKind, Scope } from '../model/reading.ts';
import { type CatalogueComponent, type CatalogueRelation, catalogueOf } from './catalogue.ts';
import type { SbomExporter } from './sbom-exporter.ts';

/** SPDX 2.3 in JSON. What is not known is `NOASSERTION`, never left to be guessed. */
export const spdxExport: SbomExporter = {
  id: 'spdx',
  title: 'SPDX 2.3, JSON',
  fileName: 'loupe.spdx.json',
  note: 'SPDX 2.3 has no place for what BSI TR-03183-2 v2.1 asks for (completeness of dependencies, SHA-512 of the deployable, its kind): for that, export CycloneDX 1.6.',
  write,
};

const ALGORITHMS: Readonly<Record<string, { readonly name: string; readonly digits: number }>> = {
  md5: { name: 'MD5', digits: 32 },
  sha1: { name: 'SHA1', digits: 40 },
  sha256: { name: 'SHA256', digits: 64 },
  sha384: { name: 'SHA384', digits: 96 },
  sha512: { name: 'SHA512', digits: 128 },
};

const PURPOSES: Partial<Record<ComponentType, string>> = {
  application: 'APPLICATION',
  framework: 'FRAMEWORK',
  library: 'LIBRARY',
  container: 'CONTAINER',
  'operating-system': 'OPERATING-SYSTEM',
  device: 'DEVICE',
  firmware: 'FIRMWARE',
  file: 'FILE',
};

const DOCUMENT = 'SPDXRef-DOCUMENT';
const ROOT = 'SPDXRef-Root';

function write(
  model: CaseModel,
  { toolVersion, evaluatedAt }: { toolVersion: string; evaluatedAt: string },
): object {
  const { root, components, relations, id } = catalogueOf(model);
  const licenses = new OwnLicenses();
  const ids = components.map((_component, i) => `SPDXRef-Package-${i + 1}`);
  const packages = components.map((component, i) => packageObject(component, ids[i] ?? '', licenses));
  const purpose = PURPOSES[root.type];
  return {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: DOCUMENT,
    name: root.name,
    documentNamespace: `urn:uuid:${id}`,
    comment: spdxExport.note,
    creationInfo: {
      created: `${new Date(evaluatedAt).toISOString().slice(0, 19)}Z`,
      creators: [`Tool: loupe-${toolVersion}`],
      comment: 'Analyzed: made from what was found in the files given, not from a build.',
    },
    packages: [
      {
        SPDXID: ROOT,
        name: root.name,
        ...(root.version === undefined ? {} : { versionInfo: root.version }),
        downloadLocation: 'NOASSERTION',
        filesAnalyzed: false,
        supplier: 'NOASSERTION',
        licenseConcluded: 'NOASSERTION',
        licenseDeclared: 'NOASSERTION',
        copyrightText: 'NOASSERTION',
        ...checksums(root.hashes),
        ...(purpose === undefined ? {} : { primaryPackagePurpose: purpose }),
      },
      ...packages,
    ],
    ...(licenses.list.length === 0 ? {} : { hasExtractedLicensingInfos: licenses.list }),
    relationships: [
      { spdxElementId: DOCUMENT, relationshipType: 'DESCRIBES', relatedSpdxElement: ROOT },
      ...ids.map((to) => ({ spdxElementId: ROOT, relationshipType: 'CONTAINS', relatedSpdxElement: to })),
      ...relations.map((relation) => relationship(relation, ids)),
    ],
  };
}

function packageObject(component: CatalogueComponent, id: string, licenses: OwnLicenses): object {
  const { name, version, purl, cpes, supplier, description, copyright, hashes, references, paths, type } =
    component;
  const website = references.find(({ role }) => role === 'website')?.url;
  const download = references.find(({ role }) => role === 'distribution')?.url;
  const vcs = references.find(({ role }) => role === 'vcs')?.url;
  const purpose = PURPOSES[type];
  const refs = [
    ...(purl === undefined ? [] : [['PACKAGE-MANAGER', 'purl', purl] as const]),
    ...cpes.flatMap((cpe) => (cpe.startsWith('cpe:2.3:') ? [['SECURITY', 'cpe23Type', cpe] as const] : [])),
    ...(vcs === undefined ? [] : [['OTHER', 'vcs', vcs] as const]),
  ];
  return {
    SPDXID: id,
    // A package must have a name; documents state some that have none.
    name: name === '' ? 'NOASSERTION' : name,
    ...(version === undefined || version === '' ? {} : { versionInfo: version }),
    supplier: supplier === undefined ? 'NOASSERTION' : `Organization: ${supplier.replace(/\s+/g, ' ')}`,
    downloadLocation: download ?? 'NOASSERTION',
    filesAnalyzed: false,
    licenseConcluded: licenses.expression(component, 'concluded'),
    licenseDeclared: licenses.expression(component, 'declared'),
    copyrightText: copyright ?? 'NOASSERTION',
    ...checksums(hashes),
    ...(website === undefined ? {} : { homepage: website }),
    ...(description === undefined ? {} : { description }),
    ...(paths.length === 0 ? {} : { sourceInfo: `found at: ${paths.join(', ')}` }),
    ...(purpose === undefined ? {} : { primaryPackagePurpose: purpose }),
    ...(refs.length === 0
      ? {}
      : {
          externalRefs: refs.map(([referenceCategory, referenceType, referenceLocator]) => ({
            referenceCategory,
            referenceType,
            referenceLocator,
          })),
        }),
  };
}

function checksums(hashes: readonly string[]): object {
  const list = hashes.flatMap((text) => {
    const colon = text.indexOf(':');
    const known = text.slice(0, colon);
    const checksumValue = text.slice(colon + 1);
    const algorithm = Object.hasOwn(ALGORITHMS, known) ? ALGORITHMS[known] : undefined;
    if (algorithm === undefined || checksumValue.length !== algorithm.digits) return [];
    return [{ algorithm: algorithm.name, checksumValue }];
  });
  return list.length === 0 ? {} : { checksums: list };
}

/** Licences that are no expression of SPDX's list become ones of the document, with what was stated as their text. */
class OwnLicenses {
  readonly list: { licenseId: string; extractedText: string; name?: string }[] = [];
  readonly #ids = new Map<string, string>();

  /** What is declared or concluded: all of it, where there are several. */
  expression({ licenses }: CatalogueComponent, role: 'declared' | 'concluded'): string {
    const texts = licenses
      .filter((one) => one.role === role)
      .map(({ text, expression }) => (expression ? this.#known(text) : this.#own(text)));
    const [only] = texts;
    if (only === undefined) return 'NOASSERTION';
    return texts.length === 1
      ? only
      : texts.map((text) => (text.includes(' ') ? `(${text})` : text)).join(' AND ');
  }

  /** References to licences of a document that is not this one are defined here. */
  #known(text: string): string {
    const reading = readLicense(text);
    const foreign =
      reading.kind === 'expression'
        ? licensesOf(reading.node).filter((id) => /^(?:LicenseRef|DocumentRef)-/.test(id))
        : [];
    if (foreign.some((id) => id.startsWith('DocumentRef-'))) return this.#own(text);
    for (const id of foreign) {
      if (this.#ids.get(id) !== undefined) continue;
      this.#ids.set(id, id);
      this.list.push({ licenseId: id, extractedText: 'The text of this licence is not known.' });
    }
    return text;
  }

  #own(text: string): string {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const id = `LicenseRef-loupe-${this.#ids.size + 1}`;
    this.#ids.set(text, id);
    this.list.push({ licenseId: id, extractedText: text, name: text.slice(0, 80) });
    return id;
  }
}

const SCOPED: Partial<Record<Scope, string>> = {
  build: 'BUILD_DEPENDENCY_OF',
  dev: 'DEV_DEPENDENCY_OF',
  test: 'TEST_DEPENDENCY_OF',
  optional: 'OPTIONAL_DEPENDENCY_OF',
  provided: 'PROVIDED_DEPENDENCY_OF',
};
const TYPES: Partial<Record<RelationKind, string>> = {
  contains: 'CONTAINS',
  dependsOn: 'DEPENDS_ON',
  describes: 'DESCRIBES',
  dynamicLink: 'DYNAMIC_LINK',
  generatedFrom: 'GENERATED_FROM',
  sameAs: 'COPY_OF',
  staticLink: 'STATIC_LINK',
  variantOf: 'VARIANT_OF',
};

/** Scopes turn a dependency round in SPDX: `B DEV_DEPENDENCY_OF A`. What has no type of its own is `OTHER`, with its word. */
function relationship({ from, to, kind, scope, rawKind }: CatalogueRelation, ids: readonly string[]): object {
  const [a, b] = [ids[from] ?? '', ids[to] ?? ''];
  const scoped = kind === 'dependsOn' && scope !== undefined ? SCOPED[scope] : undefined;
  if (scoped !== undefined) return { spdxElementId: b, relationshipType: scoped, relatedSpdxElement: a };
  const type = TYPES[kind];
  return {
    spdxElementId: a,
    relationshipType: type ?? 'OTHER',
    relatedSpdxElement: b,
    ...(type === undefined ? { comment: kind === 'other' ? rawKind : `${kind}: ${rawKind}` } : {}),
  };
}
