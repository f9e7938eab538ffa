import { describe, expect, test } from 'vitest';
import { githubExport } from '../../src/core/sbom/github-export.ts';
import { githubSnapshot } from '../../src/core/sbom/github-snapshot.ts';
import { syftJson } from '../../src/core/sbom/syft-json.ts';
import { readDocument } from '../fixtures/document.ts';
import { factsOf, namesOf, relationsOf } from '../fixtures/stated-reading.ts';

describe('Syft JSON', () => {
  test('"dependency-of" runs from the dependency to what needs it, and is turned round', async () => {
    const read = await readDocument(syftJson, {
      artifacts: [
        {
          id: '1',
          name: 'musl',
          version: '1.2',
          type: 'apk',
          purl: 'pkg:apk/alpine/musl@1.2',
          foundBy: 'apk-db-cataloger',
          licenses: [{ value: 'MIT', spdxExpression: 'MIT', type: 'declared' }, 'BSD'],
          cpes: ['cpe:2.3:a:musl:musl:1.2:*:*:*:*:*:*:*', { cpe: 'cpe:2.3:a:x:musl:1.2:*:*:*:*:*:*:*' }],
          locations: [{ path: '/lib/apk/db/installed' }],
        },
        { id: '2', name: 'busybox', version: '1', type: 'apk' },
      ],
      artifactRelationships: [
        { parent: '1', child: '2', type: 'dependency-of' },
        { parent: 'image', child: '1', type: 'contains' },
        { parent: '2', child: '1', type: 'ownership-by-file-overlap' },
        { parent: '1', child: 'f', type: 'evident-by' },
      ],
      files: [
        { id: 'f', location: { path: '/bin/busybox' }, digests: [{ algorithm: 'sha256', value: 'AB' }] },
      ],
      source: {
        id: 'image',
        name: 'alpine',
        version: '3',
        type: 'image',
        metadata: { manifestDigest: 'sha256:cd' },
      },
      descriptor: { name: 'syft', version: '1.0' },
      schema: { version: '13.0.0' },
    });
    expect(namesOf(read)).toEqual(['alpine@3', 'musl@1.2', 'busybox@1', 'bin/busybox']);
    expect(relationsOf(read)).toEqual([
      'busybox dependsOn(dependency-of) musl',
      'alpine contains musl',
      'musl ownedBy(ownership-by-file-overlap) busybox',
      'musl evidence(evident-by) bin/busybox',
    ]);
    expect(read.document).toMatchObject({
      format: 'Syft',
      version: '13.0.0',
      valid: undefined,
      describes: ['0'],
      counts: { components: 2, relations: 4 },
    });
    expect(factsOf(read, 0)).toEqual(['hash[component]=sha256:cd']);
    expect(factsOf(read, 1)).toEqual([
      'identifier[purl]=pkg:apk/alpine/musl@1.2',
      'kind=apk',
      'evidence[identity]=apk-db-cataloger',
      'identifier[cpe]=cpe:2.3:a:musl:musl:1.2:*:*:*:*:*:*:*',
      'identifier[cpe]=cpe:2.3:a:x:musl:1.2:*:*:*:*:*:*:*',
      'license[declared]=MIT',
      'license[declared]=BSD',
      'location=lib/apk/db/installed',
    ]);
  });
});

test('what Syft took over from a package tells who made it, and its archive', async () => {
  const read = await readDocument(syftJson, {
    artifacts: [
      {
        name: 'a',
        type: 'java-archive',
        metadata: { digest: [{ algorithm: 'sha1', value: 'AB' }, 'sha256'] },
      },
      { name: 'b', type: 'apk', metadata: { maintainer: 'Ann <ann@example.org>' } },
      { name: 'c', type: 'python', metadata: { author: ' ', vendor: 7 } },
    ],
    schema: { version: '16.0.0' },
  });
  expect([0, 1, 2].map((number) => factsOf(read, number))).toEqual([
    ['kind=java-archive', 'hash[component]=sha1:ab'],
    ['kind=apk', 'maintainer[name]=Ann <ann@example.org>'],
    ['kind=python'],
  ]);
});

describe('GitHub', () => {
  test('a snapshot states, for each manifest, what it resolves to and which of it the project asks for itself', async () => {
    const read = await readDocument(githubSnapshot, {
      version: 0,
      sha: 'ce58',
      ref: 'refs/heads/main',
      detector: { name: 'maker', version: '1', url: 'https://example.org' },
      manifests: {
        'package-lock.json': {
          name: 'package-lock.json',
          file: { source_location: 'src/package-lock.json' },
          resolved: {
            a: {
              package_url: 'pkg:npm/%40s/a@1',
              relationship: 'direct',
              scope: 'runtime',
              dependencies: ['b', 'gone'],
            },
            b: { package_url: 'pkg:npm/b@2', relationship: 'indirect', scope: 'development' },
          },
        },
      },
    });
    expect(namesOf(read)).toEqual(['package-lock.json', '@s/a@1', 'b@2']);
    expect(relationsOf(read)).toEqual([
      'package-lock.json dependsOn(direct) @s/a',
      '@s/a dependsOn(dependencies) b',
    ]);
    expect(read.document).toMatchObject({
      format: 'GitHub',
      title: 'refs/heads/main ce58',
      counts: { components: 2, relations: 2 },
      unresolved: [{ ref: 'gone', pointer: '/manifests/package-lock.json/resolved/a/dependencies/1' }],
    });
  });

  test('an export is the SPDX document in it, with places in the file', async () => {
    const read = await readDocument(githubExport, {
      sbom: {
        SPDXID: 'SPDXRef-DOCUMENT',
        spdxVersion: 'SPDX-2.3',
        name: 'com.github.example/repo',
        documentNamespace: 'https://example.org/1',
        dataLicense: 'CC0-1.0',
        creationInfo: { created: '2026-01-01T00:00:00Z', creators: ['Tool: GitHub.com-Dependency-Graph'] },
        packages: [{ SPDXID: 'SPDXRef-a', name: 'a', versionInfo: '1', downloadLocation: 'NOASSERTION' }],
      },
    });
    expect(read.document).toMatchObject({ format: 'GitHub', version: 'SPDX-2.3', counts: { components: 1 } });
    expect(namesOf(read)).toEqual(['a@1']);
  });
});
