import type { Hex } from '../base/bytes.ts';
import { quoted } from '../unpack/zip-faults.ts';
import { type ImageConfig, type Platform, platformText } from './config.ts';
import { readDigest } from './descriptor.ts';
import type { HeldDocument, PlannedImage, PlannedLayer } from './plan.ts';

export type RungKind = 'blob' | 'size' | 'diffID' | 'config' | 'manifest' | 'index' | 'count' | 'platform';

/**
 * One comparison of what an image states of itself with what its bytes are (DESIGN §8). There is a rung for every
 * statement and for nothing else: an image whose index names no platform has no `platform` rung, a docker-archive no
 * `size`. `absent` means that something is stated and could not be held against the bytes.
 */
export interface Rung {
  readonly rung: RungKind;
  /** Digest or path spoken of. */
  readonly of: string;
  readonly status: 'pass' | 'fail' | 'absent';
  readonly expected: string;
  /** Empty when absent. */
  readonly actual: string;
  /** A sentence, unless it passes. */
  readonly reason?: string;
  /** For rungs that speak of a layer. */
  readonly layer?: number;
}

/** What was measured of the file of a layer. */
export interface MeasuredLayer {
  /** Of the bytes as stored. */
  readonly sha256: Hex;
  /** Needed only where the manifest names the layer by SHA-512. */
  readonly sha512?: Hex | undefined;
  readonly size: number;
  /** SHA-256 of the unpacked tar; absent when it could not be unpacked to its end. */
  readonly diffID: Hex | undefined;
  /** False when the bytes could not be unpacked to their end. */
  readonly complete: boolean;
}

/**
 * The digest ladder of an image, from its layers up. A ladder that holds says that the image agrees with itself.
 *
 * @param measured by path of the layer's file ({@link PlannedLayer.file}); a layer that is missing here was not read.
 */
export function ladder(image: PlannedImage, measured: ReadonlyMap<string, MeasuredLayer>): Rung[] {
  const rungs: Rung[] = [];
  for (const layer of image.layers) rungs.push(...layerRungs(image, layer, measured));
  if (image.configDocument !== undefined) rungs.push(...documentRung('config', image.configDocument));
  for (const { manifest, indexes, platform } of image.references) {
    rungs.push(...documentRung('manifest', manifest));
    for (const index of indexes) rungs.push(...documentRung('index', index));
    if (platform?.os !== undefined || platform?.architecture !== undefined) {
      rungs.push(platformRung(manifest, platform, image.config));
    }
  }
  rungs.push(...countRung(image));
  return distinct(rungs);
}

function layerRungs(
  image: PlannedImage,
  layer: PlannedLayer,
  measured: ReadonlyMap<string, MeasuredLayer>,
): Rung[] {
  const rungs: Rung[] = [];
  const { index, digest, file, size } = layer;
  const of = digest ?? layer.path ?? '';
  const found = file === undefined ? undefined : measured.get(file.path);
  const absence = file === undefined ? notInFile(layer) : 'The layer was not read.';

  // A docker-archive states no digest of a layer, but it does say that the layer is there.
  if (digest !== undefined || file === undefined) {
    rungs.push({ ...blobRung(of, digest, found, absence), layer: index });
  }
  if (size !== undefined) {
    rungs.push({
      ...(found === undefined
        ? absent('size', of, String(size), absence)
        : held(
            'size',
            of,
            String(size),
            String(found.size),
            'The layer is not as long as the manifest says.',
          )),
      layer: index,
    });
  }
  for (const one of file === undefined ? [undefined] : [file, ...layer.twins]) {
    const path = one?.path;
    const twin = path !== undefined && path !== file?.path;
    const at = twin ? measured.get(path) : found;
    rungs.push({ ...diffIDRung(twin ? path : of, image, layer, at, absence), layer: index });
  }
  return rungs;
}

function notInFile({ path, digest, urls }: PlannedLayer): string {
  if (path === undefined) return `${quoted(digest ?? '')} is not a digest, so there is no file to look for.`;
  const elsewhere = urls.length > 0 ? '; the manifest says where it could be fetched' : '';
  return `${quoted(path)} is not in the file${elsewhere}.`;
}

function blobRung(
  of: string,
  digest: string | undefined,
  found: MeasuredLayer | undefined,
  absence: string,
): Rung {
  if (digest === undefined || found === undefined) return absent('blob', of, digest ?? '', absence);
  const read = readDigest(digest);
  const algorithm = read.state === 'known' ? read.algorithm : undefined;
  const hex = algorithm === 'sha256' ? found.sha256 : algorithm === 'sha512' ? found.sha512 : undefined;
  if (hex === undefined) return absent('blob', of, digest, 'No digest of this algorithm was computed.');
  return held(
    'blob',
    of,
    digest,
    `${algorithm}:${hex}`,
    'The bytes of the layer are not the ones that the manifest names.',
  );
}

/**
 * With as many diffIDs as layers, each belongs to the layer at its place. With more or fewer it is not known which
 * belongs where: one that is found among them holds, and any other cannot be told; the `count` rung has failed.
 */
function diffIDRung(
  of: string,
  { config, layers }: PlannedImage,
  { diffID, index }: PlannedLayer,
  found: MeasuredLayer | undefined,
  absence: string,
): Rung {
  if (config === undefined)
    return absent('diffID', of, '', 'The config, which states it, could not be read.');
  const aligned = config.diffIDs.length === layers.length;
  const expected = diffID ?? '';
  if (found === undefined) return absent('diffID', of, expected, absence);
  const actual = found.diffID === undefined ? undefined : `sha256:${found.diffID}`;
  if (actual !== undefined && (aligned ? actual === expected : config.diffIDs.includes(actual))) {
    return held('diffID', of, actual, actual, '');
  }
  if (actual === undefined || !found.complete) {
    return absent(
      'diffID',
      of,
      expected,
      'The layer could not be unpacked to its end, so there is nothing to compare.',
    );
  }
  if (!aligned) {
    return absent(
      'diffID',
      of,
      '',
      `The config lists ${config.diffIDs.length} diffIDs for ${layers.length} layers; which one is layer ${index + 1}'s is not known.`,
    );
  }
  const read = readDigest(expected);
  if (read.state !== 'known' || read.algorithm !== 'sha256') {
    return absent(
      'diffID',
      of,
      expected,
      `The config states ${quoted(expected)}, which is not a SHA-256 digest.`,
    );
  }
  return held('diffID', of, expected, actual, 'The unpacked layer is not the one that the config names.');
}

/** The digest and the length that refer to a document are one statement about it, so they are one rung. */
function documentRung(rung: 'config' | 'manifest' | 'index', document: HeldDocument): Rung[] {
  const { digest, size, measured, reason } = document;
  const of = digest ?? document.path ?? '';
  if (measured === undefined) return [absent(rung, of, digest ?? '', reason ?? '')];
  if (digest === undefined) return [];
  if (digest !== measured.digest)
    return [held(rung, of, digest, measured.digest, `The bytes of the ${rung} are not the ones named.`)];
  if (size !== undefined && size !== measured.size) {
    return [
      held(
        rung,
        of,
        `${size} bytes`,
        `${measured.size} bytes`,
        `The digest of the ${rung} holds, but it is not as long as stated.`,
      ),
    ];
  }
  return [held(rung, of, digest, measured.digest, '')];
}

/** The platform of the index beside that of the config; what the index leaves out is not compared. */
function platformRung(manifest: HeldDocument, stated: Platform, config: ImageConfig | undefined): Rung {
  const of = manifest.digest ?? '';
  const expected = platformText(stated);
  if (config === undefined)
    return absent('platform', of, expected, 'The config, which states it too, could not be read.');
  const a = normalizePlatform(stated);
  const b = normalizePlatform(config.platform);
  const same =
    (a.os === undefined || a.os === b.os) &&
    (a.architecture === undefined || a.architecture === b.architecture) &&
    (stated.variant === undefined || a.variant === b.variant) &&
    (a.osVersion === undefined || b.osVersion === undefined || a.osVersion === b.osVersion);
  const version = same || a.osVersion === b.osVersion ? '' : ` ${b.osVersion ?? ''}`;
  const actual = `${platformText(config.platform)}${version}`;
  return {
    rung: 'platform',
    of,
    status: same ? 'pass' : 'fail',
    expected,
    actual,
    ...(same ? {} : { reason: 'The index offers the image for another platform than its config names.' }),
  };
}

const DEFAULT_VARIANT: Readonly<Record<string, string>> = { arm64: 'v8', arm: 'v7', amd64: 'v1' };

/** A variant left out is the usual one, as container runtimes take it. */
function normalizePlatform(platform: Platform): Platform {
  const { architecture, variant } = platform;
  const usual =
    architecture !== undefined && Object.hasOwn(DEFAULT_VARIANT, architecture)
      ? DEFAULT_VARIANT[architecture]
      : undefined;
  return { ...platform, variant: variant === undefined || variant === '' ? usual : variant };
}

function countRung({ layers, config, references, configDocument }: PlannedImage): Rung[] {
  const manifest = references[0]?.manifest;
  // Without a manifest that could be read, nothing states how many layers there are.
  if (configDocument === undefined) return [];
  const of = manifest?.digest ?? configDocument?.path ?? '';
  const count = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;
  const expected = count(layers.length, 'layer');
  if (config === undefined)
    return [absent('count', of, expected, 'The config, which lists the diffIDs, could not be read.')];
  const made = config.history?.filter(({ emptyLayer }) => !emptyLayer).length;
  const actual = [
    count(config.diffIDs.length, 'diffID'),
    ...(made === undefined ? [] : [`${made} history ${made === 1 ? 'entry' : 'entries'} with a layer`]),
  ].join(', ');
  const same = config.diffIDs.length === layers.length && (made === undefined || made === layers.length);
  return [
    {
      rung: 'count',
      of,
      status: same ? 'pass' : 'fail',
      expected,
      actual,
      ...(same ? {} : { reason: 'The manifest and the config do not speak of the same number of layers.' }),
    },
  ];
}

function held(rung: RungKind, of: string, expected: string, actual: string, reason: string): Rung {
  return expected === actual
    ? { rung, of, status: 'pass', expected, actual }
    : { rung, of, status: 'fail', expected, actual, reason };
}

function absent(rung: RungKind, of: string, expected: string, reason: string): Rung {
  return { rung, of, status: 'absent', expected, actual: '', reason };
}

/** A layer used twice, or a manifest listed twice, is one comparison. */
function distinct(rungs: readonly Rung[]): Rung[] {
  const seen = new Set<string>();
  return rungs.filter(({ rung, of, status, expected, actual }) => {
    const key = JSON.stringify([rung, of, status, expected, actual]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
