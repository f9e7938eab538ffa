import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { digestBytes } from '../../src/core/base/digest.ts';
import type { CaseAttestation } from '../../src/core/case/model.ts';
import { provenanceDetail } from '../../src/core/case/queries/provenance-detail.ts';
import { trustPage } from '../../src/core/case/queries/trust.ts';
import { NO_SETTINGS } from '../../src/core/case/settings.ts';
import { corpusPath, describeCorpus } from '../corpus.ts';
import { attestedLayout } from '../fixtures/attested-layout.ts';
import { type ArchiveFile, archiveTar, dockerArchive, MEDIA, ociLayout } from '../fixtures/image.ts';
import { trustedRootJson } from '../fixtures/sigstore.ts';
import { file, tar } from '../fixtures/tar.ts';
import { inspectFiles } from '../inspect.ts';

const row = ({ carrier, verdict, predicateType, about }: CaseAttestation) => [
  carrier,
  verdict,
  predicateType?.replace(/^https:\/\//, '') ?? null,
  about.map(({ digest, kind }) => `${kind} ${digest}`),
];

/** Settings under which the test's own root is accepted. */
async function ownRoot() {
  const bytes = encodeUtf8(JSON.stringify(trustedRootJson()));
  const sha256 = await digestBytes(bytes);
  return { ...NO_SETTINGS, references: [{ as: 'root', name: 'root.json', bytes, sha256 }] } as const;
}

describe('attestations in an OCI layout', () => {
  it('all four kinds in one image are found, and bound to the right digests', async () => {
    const { files, manifest, index } = attestedLayout();
    const { case: loupe } = await inspectFiles([{ name: 'image.tar', bytes: archiveTar(files) }]);
    loupe.decide(await ownRoot());
    await loupe.settled();
    expect(loupe.model.attestations.map(row).sort()).toEqual(
      [
        ['cosign-attestation', 'verified', 'slsa.dev/provenance/v0.2', [`manifest ${manifest}`]],
        ['cosign-attestation', 'verified', 'slsa.dev/provenance/v0.2', [`index ${index}`]],
        ['cosign-signature', 'verified', null, [`manifest ${manifest}`]],
        ['sigstore-bundle', 'verified', 'slsa.dev/provenance/v1', [`manifest ${manifest}`]],
        ['statement', 'unsigned', 'slsa.dev/provenance/v0.2', [`manifest ${manifest}`]],
        ['statement', 'unsigned', 'spdx.dev/Document', [`manifest ${manifest}`]],
      ].sort(),
    );
  });

  it('a signature for another image is about nothing here', async () => {
    const { files, manifest } = attestedLayout();
    const changed = files.map((one) =>
      one.content === undefined || !one.path.startsWith('blobs/') || one.path.endsWith(manifest.slice(7))
        ? one
        : {
            ...one,
            content: encodeUtf8(
              new TextDecoder('latin1')
                .decode(one.content)
                .replaceAll(
                  `docker-manifest-digest":"${manifest}`,
                  `docker-manifest-digest":"sha256:${'0'.repeat(64)}`,
                ),
            ),
          },
    );
    const { case: loupe } = await inspectFiles([{ name: 'image.tar', bytes: archiveTar(changed) }]);
    loupe.decide(await ownRoot());
    await loupe.settled();
    const signature = loupe.model.attestations.find(({ carrier }) => carrier === 'cosign-signature');
    expect(signature).toMatchObject({ verdict: 'failed', about: [] });
  });
});

describe('an image saved without its manifest', () => {
  const spec = {
    layers: [{ tar: tar([file('a', 'a\n')]), compression: 'gzip' as const }],
    tags: ['example.org/a:1'],
  };
  const registry = ociLayout([spec]);
  const manifest = registry.find(
    ({ path, content }) =>
      path.startsWith('blobs/') &&
      new TextDecoder().decode(content).includes(`"mediaType":"${MEDIA.manifest}"`),
  );
  const digest = manifest?.path.slice('blobs/sha256/'.length) ?? '';
  const statement = encodeUtf8(
    JSON.stringify({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'a', digest: { sha256: digest } }],
      predicateType: 'https://example.test/claim',
      predicate: {},
    }),
  );
  const asked = async (more: readonly { readonly name: string; readonly bytes: Uint8Array }[]) => {
    const { model } = await inspectFiles([
      { name: 'docker.tar', bytes: archiveTar(dockerArchive([spec])) },
      { name: 'claim.intoto.json', bytes: statement },
      ...more,
    ]);
    const [row] = trustPage(model, 1).rows;
    return provenanceDetail(model, row?.id ?? '')?.questions.find(({ id }) => id === 'about');
  };

  it('says which file to fetch, and with it, what stays open', async () => {
    const without = await asked([]);
    expect(without?.state).toBe('missing');
    expect(without?.remedy).toContain(`Fetch the manifest sha256:${digest} from the registry`);
    const bound = await asked([{ name: 'manifest.json', bytes: manifest?.content ?? new Uint8Array(0) }]);
    expect(bound?.evidence.filter(({ state }) => state === 'not-inspected')).toMatchObject([
      {
        label: 'Layers of example.org/a:1 as the registry stores them',
        value: expect.stringMatching(/^Not compared/),
      },
    ]);
  });

  const about = async (more: readonly { readonly name: string; readonly bytes: Uint8Array }[]) => {
    const { model } = await inspectFiles([
      { name: 'docker.tar', bytes: archiveTar(dockerArchive([spec])) },
      { name: 'claim.intoto.json', bytes: statement },
      ...more,
    ]);
    return model.attestations[0]?.about.map(({ source, kind }) => [source, kind]);
  };

  it('is bound through the config when the registry manifest is dropped too, and not before', async () => {
    expect(await about([])).toEqual([]);
    const bytes = manifest?.content ?? new Uint8Array(0);
    expect(await about([{ name: 'manifest.json', bytes }])).toEqual([
      ['f0', 'manifest'],
      ['f2', 'manifest'],
    ]);
  });

  it('is bound through the config of the same image in an OCI layout', async () => {
    expect(await about([{ name: 'oci.tar', bytes: archiveTar(registry) }])).toEqual([
      ['f0', 'manifest'],
      ['f2', 'manifest'],
    ]);
  });

  it('is not bound when a layer is not what the config states', async () => {
    const files = dockerArchive([spec]).map(
      (one): ArchiveFile => (one.path.endsWith('.tar') ? { ...one, content: tar([file('a', 'b\n')]) } : one),
    );
    const { model } = await inspectFiles([
      { name: 'docker.tar', bytes: archiveTar(files) },
      { name: 'claim.intoto.json', bytes: statement },
      { name: 'manifest.json', bytes: manifest?.content ?? new Uint8Array(0) },
    ]);
    expect(model.attestations[0]?.about.map(({ source }) => source)).toEqual(['f2']);
  });
});

describe('weak digests', () => {
  const subject = (digest: Record<string, string>) =>
    encodeUtf8(
      JSON.stringify({
        _type: 'https://in-toto.io/Statement/v1',
        subject: [{ name: 'a', digest }],
        predicateType: 'https://example.test/claim',
        predicate: {},
      }),
    );

  it('never bind by themselves', async () => {
    const { model } = await inspectFiles([
      { name: 'a.txt', bytes: encodeUtf8('a') },
      { name: 'c.json', bytes: subject({ sha1: '86f7e437faa5a7fce15d1ddcb9eaeaea377667b8' }) },
    ]);
    expect(model.attestations[0]).toMatchObject({ about: [], unmatched: [{ subject: 'a' }] });
  });
});

function layoutFolder(...path: string[]) {
  const root = corpusPath(...path);
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((name) => ({ path: name.slice(root.length + 1), content: new Uint8Array(readFileSync(name)) }));
}

describeCorpus('layouts of the corpus', () => {
  it('docker-attest/unsigned-index: everything in it is unsigned, and about its two images', async () => {
    const files = layoutFolder('provenance', 'docker-attest', 'unsigned-index');
    const { model } = await inspectFiles([{ name: 'image.tar', bytes: archiveTar(files) }]);
    expect(
      model.attestations.map(({ verdict, predicateType, about }) => [
        verdict,
        predicateType,
        about.map(({ kind }) => kind),
      ]),
    ).toEqual([
      ['unsigned', 'https://spdx.dev/Document', ['manifest']],
      ['unsigned', 'https://slsa.dev/provenance/v0.2', ['manifest']],
      ['unsigned', 'https://spdx.dev/Document', ['manifest']],
      ['unsigned', 'https://slsa.dev/provenance/v0.2', ['manifest']],
    ]);
    expect(new Set(model.attestations.flatMap(({ about }) => about.map(({ digest }) => digest))).size).toBe(
      2,
    );
  });

  it('a layout of cosign save: signed provenance of the container generator, about the index', async () => {
    const folder = ['provenance', 'slsa-verifier', 'gha_generic_container', 'v2.1.0'];
    const digest = readFileSync(corpusPath(...folder, 'container_workflow_dispatch.digest'), 'utf8').trim();
    const files = layoutFolder(...folder, 'container_workflow_dispatch');
    const { case: loupe } = await inspectFiles([{ name: 'image.tar', bytes: archiveTar(files) }]);
    const sourceUri = 'github.com/slsa-framework/example-package';
    const run = async (more: object) => {
      loupe.decide({ ...NO_SETTINGS, expectations: { provenance: { policy: true, sourceUri, ...more } } });
      await loupe.settled();
      const found = loupe.model.attestations.find(({ carrier }) => carrier === 'cosign-attestation');
      return (
        found && [found.verdict, found.expected, found.about.map(({ kind, digest: at }) => `${kind} ${at}`)]
      );
    };
    expect(await run({})).toEqual(['verified', 'met', [`index ${digest}`]]);
    expect(await run({ sourceBranch: 'main' })).toEqual(['verified', 'met', [`index ${digest}`]]);
    expect(await run({ sourceBranch: 'master' })).toEqual(['verified', 'unmet', [`index ${digest}`]]);
    expect(await run({ sourceUri: `${sourceUri}A` })).toEqual(['verified', 'unmet', [`index ${digest}`]]);
    expect(await run({ sourceTag: 'v1.2.3' })).toEqual(['verified', 'unmet', [`index ${digest}`]]);
    expect(
      await run({
        builderId:
          'https://github.com/slsa-framework/slsa-github-generator/.github/workflows/not-trusted.yml',
      }),
    ).toEqual(['verified', 'unmet', [`index ${digest}`]]);
  });
});
