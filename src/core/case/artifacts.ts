import { fromHex, type Hex, toHex } from '../base/bytes.ts';
import type { PlannedImage } from '../image/plan.ts';
import { EntryTable } from '../model/entry-table.ts';
import type { SourceId } from '../model/source.ts';
import type { ArtifactKind } from '../verify/options.ts';
import type { Claim } from './claims.ts';
import type { FileFacts } from './facts.ts';
import type { Harvest } from './jobs.ts';
import type { VerifyOrder } from './verify-claim.ts';

type Artifact = VerifyOrder['artifacts'][number];

/** Kinds of archive that are one package. */
const PACKAGES = new Set(['deb', 'rpm', 'apk', 'gem', 'crate', 'wheel', 'jar', 'nupkg', 'vsix']);

/**
 * What claims can be about: every source that makes none itself, and every digest of the case that a claim names
 * (layers, diffIDs, manifests, indexes, configs, files inside trees), under the id of the source that holds it.
 */
export function artifactsOf(files: readonly FileFacts[], claims: readonly Claim[]): Artifact[] {
  const wanted = new Set(claims.flatMap(({ subjects }) => subjects));
  const manifests = manifestsByConfig(files);
  const out: Artifact[] = [];
  for (const { key, harvests, digests } of files) {
    for (const harvest of harvests) {
      const { source, claim, reference, layer } = harvest;
      // A list of digests can be signed itself; anything else that claims is no artifact.
      if ((claim?.envelopes ?? 0) > 0 || reference !== undefined) continue;
      const top = source.id === key;
      const own = top ? { ...source.digests, ...digests } : source.digests;
      const kind = layer === undefined ? wholeKind(harvest) : 'layer';
      out.push({
        id: source.id,
        name: source.name,
        digests: own,
        file: top ? source.ref.file : undefined,
        kind,
      });
      const add = (digest: string | undefined, name: string, kind: ArtifactKind): void => {
        const hex = sha256Of(digest);
        if (hex !== undefined && wanted.has(`sha256:${hex}`))
          out.push({ id: source.id, name, digests: { sha256: hex }, file: undefined, kind });
      };
      if (layer?.diffID !== undefined) add(`sha256:${layer.diffID}`, `${source.name}, unpacked`, 'diffID');
      for (const image of harvest.image?.images ?? []) {
        const named = image.ref ?? source.name;
        add(image.manifestDigest, `manifest of ${named}`, 'manifest');
        add(image.configDigest, `config of ${named}`, 'config');
        for (const digest of indexesOf(image)) add(digest, `index of ${named}`, 'index');
        if (image.manifestDigest !== undefined || image.configDigest === undefined) continue;
        if (!isIntact(image, measuredLayers(harvests, source.id))) continue;
        for (const digest of manifests.get(image.configDigest) ?? [])
          add(digest, `${named}, by the config that this manifest names`, 'manifest');
      }
      if (harvest.entries !== undefined) {
        const table = new EntryTable(harvest.entries);
        for (let i = 0; i < table.length; i++) {
          const hex = table.sha256(i);
          // A file by itself is also a tree of one file: the same bytes, once.
          if (hex !== undefined && hex !== source.digests.sha256)
            add(`sha256:${hex}`, table.path(i), 'entry');
        }
      }
    }
  }
  return out;
}

function wholeKind({ source, manifest }: Harvest): ArtifactKind {
  if (manifest !== undefined) return 'manifest';
  return PACKAGES.has(source.kind.split('+')[0] ?? '') ||
    source.name.endsWith('.whl') ||
    source.name.endsWith('.tgz')
    ? 'package'
    : 'file';
}

function sha256Of(digest: string | undefined): Hex | undefined {
  const [algorithm, hex = ''] = (digest ?? '').split(':');
  const bytes = algorithm === 'sha256' ? fromHex(hex) : undefined;
  return bytes?.length === 32 ? toHex(bytes) : undefined;
}

function indexesOf({ references }: PlannedImage): readonly string[] {
  const found = references.flatMap(({ indexes }) =>
    indexes.flatMap(({ measured }) => measured?.digest ?? []),
  );
  return [...new Set(found)];
}

/** Manifests of the case, by the digest of the config they name: a docker-archive has the config and no manifest. */
function manifestsByConfig(files: readonly FileFacts[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const add = (config: string | undefined, manifest: string | undefined): void => {
    if (config === undefined || manifest === undefined) return;
    const known = found.get(config) ?? [];
    if (!known.includes(manifest)) found.set(config, [...known, manifest].sort());
  };
  for (const { harvests } of files) {
    for (const { source, manifest, image } of harvests) {
      const { sha256 } = source.digests;
      add(manifest?.config, sha256 && `sha256:${sha256}`);
      for (const one of image?.images ?? []) add(one.configDigest, one.manifestDigest);
    }
  }
  return found;
}

/** Blob path of every layer of an archive that was read whole, with the diffID that was measured of it. */
function measuredLayers(harvests: readonly Harvest[], archive: SourceId): ReadonlyMap<string, string> {
  return new Map(
    harvests.flatMap(({ layer, source }): [string, string][] =>
      source.parent === archive && layer?.diffID !== undefined && layer.complete && !layer.cut
        ? [[layer.blob, `sha256:${layer.diffID}`]]
        : [],
    ),
  );
}

/** Whether every layer is there and unpacks to what the config states: only then is the image the one of its config. */
function isIntact({ layers, config }: PlannedImage, measured: ReadonlyMap<string, string>): boolean {
  return (
    config !== undefined &&
    layers.every(
      ({ file, diffID }) => file !== undefined && diffID !== undefined && measured.get(file.path) === diffID,
    )
  );
}
