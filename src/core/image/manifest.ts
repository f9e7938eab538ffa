import { type JsonObject, own, ownText } from '../base/json-shape.ts';
import { type Fault, fault } from '../base/result.ts';
import { quoted } from '../unpack/zip-faults.ts';
import { type Descriptor, readDescriptor, readStrings } from './descriptor.ts';
import { mediaClass } from './media-types.ts';

/** An index (image-index.md) or a manifest (manifest.md), told apart by what it holds. */
export interface ManifestDocument {
  readonly mediaType: string | undefined;
  readonly artifactType: string | undefined;
  readonly annotations: Readonly<Record<string, string>>;
  readonly subject: Descriptor | undefined;
  /** Present when the document lists manifests: it is an index. */
  readonly manifests: readonly Descriptor[] | undefined;
  /** Present when the document has a config or layers: it is a manifest. */
  readonly content:
    | { readonly config: Descriptor | undefined; readonly layers: readonly Descriptor[] }
    | undefined;
}

/** Narrows an index or manifest. `entry` is its path in the archive. */
export function readManifest(
  value: JsonObject,
  entry: string,
  report: (fault: Fault) => void,
): ManifestDocument {
  const warn = (code: string, severity: 'error' | 'warning', message: string) =>
    report(fault(code, severity, `${quoted(entry)} ${message}`, { entry }));

  const list = (key: string): Descriptor[] | undefined => {
    const items = own(value, key);
    if (!Array.isArray(items)) return undefined;
    return items.flatMap((item, i) => {
      const descriptor = readDescriptor(item);
      if (descriptor === undefined)
        warn('image.descriptor-invalid', 'error', `has no descriptor at /${key}/${i}.`);
      return descriptor === undefined ? [] : [descriptor];
    });
  };
  const config = readDescriptor(own(value, 'config'));
  const layers = list('layers') ?? list('blobs');
  const document: ManifestDocument = {
    mediaType: ownText(value, 'mediaType'),
    artifactType: ownText(value, 'artifactType'),
    annotations: readStrings(value, 'annotations'),
    subject: readDescriptor(own(value, 'subject')),
    manifests: list('manifests'),
    content: config === undefined && layers === undefined ? undefined : { config, layers: layers ?? [] },
  };

  for (const key of Object.keys(value)) {
    const known = KEYS.get(key.toLowerCase());
    if (known !== undefined && known !== key) {
      warn(
        'image.key-case',
        'warning',
        `has the member ${quoted(key)}. It was ignored; tools that ignore case read it as "${known}".`,
      );
    }
  }
  if (document.manifests !== undefined && document.content !== undefined) {
    warn(
      'image.ambiguous-manifest',
      'error',
      'is an index and a manifest at once (CVE-2021-41190). Both readings are shown; tools see one or the other.',
    );
  } else if (document.mediaType !== undefined) {
    const says = mediaClass(document.mediaType);
    const isIndex = document.manifests !== undefined;
    if ((says === 'index' && !isIndex) || (says === 'manifest' && isIndex)) {
      warn(
        'image.media-type-differs',
        'warning',
        `says it is ${quoted(document.mediaType)}, but holds ${isIndex ? 'manifests' : 'layers'}.`,
      );
    }
  }
  return document;
}

const KEYS = new Map(
  [
    'schemaVersion',
    'mediaType',
    'artifactType',
    'config',
    'layers',
    'manifests',
    'subject',
    'annotations',
    'blobs',
  ].map((key) => [key.toLowerCase(), key]),
);
