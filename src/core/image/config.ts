import { isJsonObject, type JsonObject, own, ownList, ownObject, ownText } from '../base/json-shape.ts';
import { type Fault, fault } from '../base/result.ts';
import { type SeenToken, tokensIn, withoutTokensIn } from '../base/without-tokens.ts';
import { quoted } from '../unpack/zip-faults.ts';

/** Operating system and processor an image is for (OCI image-spec, image-index.md, "platform"). */
export interface Platform {
  readonly os: string | undefined;
  readonly architecture: string | undefined;
  readonly variant: string | undefined;
  readonly osVersion: string | undefined;
}

/** An image configuration (OCI image-spec, config.md). What is absent, null or of the wrong type is `undefined`. */
export interface ImageConfig {
  readonly platform: Platform;
  readonly created: string | undefined;
  readonly author: string | undefined;
  readonly diffIDs: readonly string[];
  /** Absent when the config has none: it is optional. */
  readonly history: readonly HistoryEntry[] | undefined;
  readonly user: string | undefined;
  readonly env: readonly string[];
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  readonly workingDir: string | undefined;
  readonly labels: ReadonlyMap<string, string>;
  readonly exposedPorts: readonly string[];
  readonly volumes: readonly string[];
  /** Tokens of vendors anywhere in it; the texts above have them masked. */
  readonly tokens: readonly SeenToken[];
}

export interface HistoryEntry {
  readonly created: string | undefined;
  readonly createdBy: string | undefined;
  readonly comment: string | undefined;
  readonly emptyLayer: boolean;
}

/** Narrows a parsed config. `entry` is its path in the archive, for the faults. */
export function readConfig(value: JsonObject, entry: string, report: (fault: Fault) => void): ImageConfig {
  const wrong = (pointer: string, expected: string) =>
    report(
      fault(
        'image.config-invalid',
        'warning',
        `The image config ${quoted(entry)} has no ${expected} at ${pointer}.`,
        {
          entry,
        },
      ),
    );

  const rootfs = ownObject(value, 'rootfs');
  if (ownText(rootfs, 'type') !== 'layers') wrong('/rootfs/type', '"layers"');
  // An image without layers may leave the list out.
  const ids = own(rootfs, 'diff_ids');
  if (ids !== undefined && ids !== null && !Array.isArray(ids)) wrong('/rootfs/diff_ids', 'list');
  const diffIDs = ownList(rootfs, 'diff_ids').map((id, i) => {
    if (typeof id === 'string') return id;
    wrong(`/rootfs/diff_ids/${i}`, 'text');
    return '';
  });

  const history = own(value, 'history');
  if (history !== undefined && history !== null && !Array.isArray(history)) wrong('/history', 'list');
  const run = ownObject(value, 'config');
  // Build arguments and variables stand here as they were given, tokens too.
  return withoutTokensIn<ImageConfig>({
    platform: readPlatform(value),
    created: ownText(value, 'created'),
    author: ownText(value, 'author'),
    diffIDs,
    history: Array.isArray(history) ? history.map(readHistory) : undefined,
    user: ownText(run, 'User'),
    env: texts(run, 'Env'),
    entrypoint: texts(run, 'Entrypoint'),
    cmd: texts(run, 'Cmd'),
    workingDir: ownText(run, 'WorkingDir'),
    labels: new Map(
      Object.entries(withoutTokensIn(ownObject(run, 'Labels'))).filter(
        (pair): pair is [string, string] => typeof pair[1] === 'string',
      ),
    ),
    exposedPorts: Object.keys(ownObject(run, 'ExposedPorts')),
    volumes: Object.keys(ownObject(run, 'Volumes')),
    tokens: tokensIn(value),
  });
}

export function readPlatform(value: JsonObject): Platform {
  return {
    os: ownText(value, 'os'),
    architecture: ownText(value, 'architecture'),
    variant: ownText(value, 'variant'),
    osVersion: ownText(value, 'os.version'),
  };
}

/** `linux/arm64/v8`; parts that are not stated are left out at the end and read `?` in between. */
export function platformText({ os, architecture, variant }: Platform): string {
  const base = `${os ?? '?'}/${architecture ?? '?'}`;
  return variant === undefined || variant === '' ? base : `${base}/${variant}`;
}

function readHistory(value: unknown): HistoryEntry {
  const entry = isJsonObject(value) ? value : {};
  return {
    created: ownText(entry, 'created'),
    createdBy: ownText(entry, 'created_by'),
    comment: ownText(entry, 'comment'),
    emptyLayer: own(entry, 'empty_layer') === true,
  };
}

/** A list of texts; Docker also wrote a lone text for a command. */
function texts(object: JsonObject, key: string): readonly string[] {
  const value = own(object, key);
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
