import { decodeLatin1 } from '../base/bytes.ts';
import { displayName } from '../base/names.ts';
import type { Reading, Scope } from '../model/reading.ts';
import { manifestDigests } from './java-digests.ts';
import { parseManifest } from './java-manifest.ts';
import { type Coordinates, type PomDependency, readPom } from './java-pom.ts';
import { parseProperties } from './java-properties.ts';
import { MANIFEST, resolveJava } from './java-resolve.ts';
import { listPresent } from './list-package.ts';
import { purl } from './purl.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger, CatalogFile } from './types.ts';
import { readXmlFile } from './xml-file.ts';

/**
 * Java archives and what is in them, unpacked or not: by the coordinates Maven leaves in `META-INF/maven`, else by the
 * manifest and the file name, which is a guess and marked as one.
 */
export const javaArchive: Cataloger = {
  id: 'java.archive',
  title: 'Java archives',
  spec: 'JAR File Specification; maven.apache.org: POM reference, Maven Archiver (pom.properties)',
  match: {
    globs: ['**/META-INF/maven/*/*/pom.properties', '**/META-INF/maven/*/*/pom.xml', MANIFEST],
  },
  needs: 'bytes',
  read(file): Reading {
    if (file.path.endsWith('/pom.properties')) return readProperties(file);
    return file.path === MANIFEST ? readManifest(file) : readPomFile(file);
  },
  resolve: resolveJava,
};

/** `group:artifact`: how a POM asks for another. */
export function mavenName(group: string, artifact: string): string {
  return `${group}:${artifact}`;
}

export function mavenPurl(group: string, artifact: string, version: string | undefined): string | undefined {
  return purl({ type: 'maven', namespace: group, name: artifact, version });
}

function readProperties(file: CatalogFile): Reading {
  const out = new ReadingBuilder(file);
  const properties = parseProperties(decodeLatin1(file.bytes));
  const stated = (key: string): string | undefined => {
    const value = properties.get(key)?.value;
    return value === undefined || value === '' || value.includes('${') ? undefined : value;
  };
  const coordinates = {
    group: stated('groupId'),
    artifact: stated('artifactId'),
    version: stated('version'),
  };
  list(out, file.path, coordinates, `line ${properties.get('artifactId')?.line ?? 1}`);
  return out.done();
}

function list(
  out: ReadingBuilder,
  ref: string,
  { group, artifact, version }: Coordinates,
  pointer: string,
): boolean {
  if (group === undefined || artifact === undefined) {
    const missing = group === undefined ? 'groupId' : 'artifactId';
    const where = displayName(out.path);
    out.fault('java.coordinates', 'warning', `"${where}" has no ${missing}; it names no package.`);
    return false;
  }
  const name = mavenName(group, artifact);
  return listPresent(out, { ref, name, version, purl: mavenPurl(group, artifact, version), pointer });
}

function readPomFile(file: CatalogFile): Reading {
  const out = new ReadingBuilder(file);
  const root = readXmlFile(out, file.bytes, 'as a POM');
  const pom = root === undefined ? undefined : readPom(root);
  if (root === undefined || pom === undefined) return out.done();
  if (!list(out, file.path, pom, `line ${root.line}`)) return out.done();
  for (const [field, value] of pom.facts)
    out.fact(file.path, field, value, field === 'license' ? { role: 'declared' } : {});
  for (const dependency of pom.dependencies) {
    if (out.full) break;
    const { group, artifact, version } = dependency;
    if (group === undefined || artifact === undefined) continue;
    const constraint = version === undefined ? {} : { constraint: version };
    out.require({
      from: file.path,
      anyOf: [{ name: mavenName(group, artifact), ...constraint }],
      scope: scopeOf(dependency),
      rawKind: dependency.scope,
    });
  }
  return out.done();
}

function scopeOf({ scope, optional }: PomDependency): Scope {
  if (optional) return 'optional';
  if (scope === 'test') return 'test';
  return scope === 'provided' || scope === 'system' ? 'provided' : 'runtime';
}

const MANIFEST_FACTS: readonly (readonly [attribute: string, field: string])[] = [
  ['bundle-license', 'license'],
  ['implementation-vendor', 'supplier'],
  ['bundle-vendor', 'supplier'],
  ['bundle-description', 'description'],
  ['bundle-docurl', 'homepage'],
  ['implementation-url', 'homepage'],
  ['main-class', 'main-class'],
  ['build-jdk-spec', 'built-with'],
  ['created-by', 'built-with'],
];

/** The attributes that a name can be guessed from, as facts: `resolve` alone knows the archive's name and what else is in it. */
const IDENTITY = [
  'bundle-symbolicname',
  'bundle-version',
  'implementation-vendor-id',
  'implementation-version',
  'specification-version',
];

function readManifest(file: CatalogFile): Reading {
  const out = new ReadingBuilder(file);
  const attributes = parseManifest(file.bytes);
  if (attributes.size === 0) {
    out.fault(
      'java.manifest',
      'warning',
      `"${displayName(file.path)}" holds no attributes; it says nothing.`,
    );
    return out.done();
  }
  for (const attribute of IDENTITY) out.fact(MANIFEST, attribute, attributes.get(attribute));
  for (const [attribute, field] of MANIFEST_FACTS) {
    const role = field === 'license' ? { role: 'declared' } : {};
    out.fact(MANIFEST, field, attributes.get(attribute), role);
  }
  const digests = [...manifestDigests(file.bytes)];
  if (digests.length > 0) out.own(MANIFEST, digests);
  return out.done();
}
