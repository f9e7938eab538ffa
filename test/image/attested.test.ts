import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { corpusPath, describeCorpus } from '../corpus.ts';
import type { ArchiveFile } from '../fixtures/image.ts';
import { ladders, odd, plan } from '../fixtures/image-plan.ts';

/** An OCI layout kept as a folder, as the archive it would make. */
function layoutFolder(...path: string[]): ArchiveFile[] {
  const root = corpusPath(...path);
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      return { path: file.slice(root.length + 1), content: new Uint8Array(readFileSync(file)) };
    });
}

describeCorpus('layouts with BuildKit attestations in them (provenance/docker-attest)', () => {
  it('two platforms and their attestations: two images, each spoken of by one manifest', async () => {
    const files = layoutFolder('provenance', 'docker-attest', 'unsigned-index');
    const read = await plan(files);
    expect(read.faults).toEqual([]);
    expect(read.images.map(({ config }) => config?.platform.architecture)).toEqual(['amd64', 'arm64']);
    const subjects = read.images.map(({ manifestDigest }) => manifestDigest);
    expect(read.attestations.map(({ kind, subject }) => [kind, subject?.digest, subject?.by])).toEqual(
      subjects.map((digest) => ['buildkit-attestation', digest, 'annotation']),
    );
    const [attestation] = read.attestations;
    expect(
      attestation?.layers.map(({ mediaType, annotations }) => [
        mediaType,
        annotations['in-toto.io/predicate-type'],
      ]),
    ).toEqual([
      ['application/vnd.in-toto+json', 'https://spdx.dev/Document'],
      ['application/vnd.in-toto+json', 'https://slsa.dev/provenance/v0.2'],
    ]);
    for (const rungs of await ladders(files)) {
      expect(odd(rungs)).toEqual([]);
      expect(rungs.map(({ rung }) => rung)).toContain('index');
    }
  });

  it.each([
    ['unsigned-image', ['amd64'], 0],
    ['containerd-subject-layout', ['arm64'], 1],
    ['missing-subject-layout', ['arm64'], 1],
    ['no-provenance-index', ['amd64', 'arm64'], 2],
  ])(
    '%s: images of %j and %i attestations, and all agree with themselves',
    async (name, platforms, others) => {
      const files = layoutFolder('provenance', 'docker-attest', name);
      const read = await plan(files);
      expect(read.images.map(({ config }) => config?.platform.architecture)).toEqual(platforms);
      expect(read.attestations.map(({ kind }) => kind)).toEqual(Array(others).fill('buildkit-attestation'));
      expect(read.faults).toEqual([]);
      expect((await ladders(files)).flatMap(odd)).toEqual([]);
    },
  );
});
