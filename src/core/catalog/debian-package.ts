import type { Scope } from '../model/reading.ts';
import { firstLine, type Stanza } from './deb822.ts';
import { parseDepends } from './debian-depends.ts';
import { purl } from './purl.ts';
import type { ReadingBuilder } from './reading-builder.ts';
import type { Distro } from './types.ts';

/** Identity of a binary package. */
export interface DebianPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
}

const RELATIONS: readonly (readonly [field: string, rawKind: string, scope: Scope])[] = [
  ['pre-depends', 'Pre-Depends', 'runtime'],
  ['depends', 'Depends', 'runtime'],
  ['recommends', 'Recommends', 'optional'],
  ['suggests', 'Suggests', 'optional'],
];

/** Adds facts and requirements of a binary package's control paragraph (Debian Policy section 5.3) to a reading. */
export function readControlFields(out: ReadingBuilder, ref: string, stanza: Stanza): void {
  const { fields } = stanza;
  const pointer = `line ${stanza.line}`;
  const say = (field: string, value: string | undefined) => out.fact(ref, field, value, { pointer });
  say('architecture', fields.get('architecture'));
  const source = sourceOf(fields.get('source'), fields.get('package') ?? '', fields.get('version') ?? '');
  say('source-package', `${source.name}@${source.version}`);
  say('maintainer', firstLine(fields.get('maintainer')));
  say('homepage', fields.get('homepage'));
  say('section', fields.get('section'));
  say('essential', fields.get('essential'));
  say('multi-arch', fields.get('multi-arch'));
  say('description', firstLine(fields.get('description')));
  const kibibytes = fields.get('installed-size') ?? '';
  if (/^[0-9]{1,12}$/.test(kibibytes)) say('installed-size', String(Number(kibibytes) * 1024));
  for (const provided of (fields.get('provides') ?? '').split(',')) say('provides', provided);

  for (const [field, rawKind, scope] of RELATIONS) {
    for (const clause of parseDepends(fields.get(field) ?? '')) {
      const anyOf = clause.map(({ name, qualifier, constraint }) => ({
        name: qualifier === undefined ? name : `${name}:${qualifier}`,
        ...(constraint === undefined ? {} : { constraint: `${constraint.operator} ${constraint.version}` }),
      }));
      out.require({ from: ref, anyOf, scope, rawKind });
    }
  }
}

/** `Source: name (version)`; what is left out is the binary package's own. */
export function sourceOf(
  field: string | undefined,
  name: string,
  version: string,
): { readonly name: string; readonly version: string } {
  const [, source, own] = /^([^ \t(]+)[ \t]*(?:\(([^()]*)\))?/.exec(field ?? '') ?? [];
  return { name: source ?? name, version: own?.trim() || version };
}

/**
 * The package URL. The type wants a vendor: the distribution of the tree, else what the version says, else Debian.
 * `upstream` names the source package where it is called otherwise, and its version where that differs.
 */
export function debianPurl(
  { name, version, architecture }: DebianPackage,
  source: { readonly name: string; readonly version: string },
  distro: Distro | undefined,
): string | undefined {
  const release = distro?.versionId === undefined ? distro?.id : `${distro.id}-${distro.versionId}`;
  const upstream =
    source.version !== version
      ? `${source.name}@${source.version}`
      : source.name === name
        ? undefined
        : source.name;
  return purl({
    type: 'deb',
    namespace: distro?.id ?? (version.includes('ubuntu') ? 'ubuntu' : 'debian'),
    name,
    version,
    qualifiers: { arch: architecture, distro: release, upstream },
  });
}
