import { normalizePath } from '../base/names.ts';
import type { Found, Scope } from '../model/reading.ts';
import { type RpmFile, RpmFileFlag, rpmFiles } from '../unpack/rpm-files.ts';
import { type RpmHeader, RpmTag } from '../unpack/rpm-header.ts';
import { purl } from './purl.ts';
import type { OwnedFile, ReadingBuilder } from './reading-builder.ts';
import type { Distro } from './types.ts';

/** What identifies a package. */
export interface RpmIdentity {
  readonly name: string;
  /** `[epoch:]version-release`, the epoch where it is not 0. */
  readonly version: string;
  /** `src` for a source package. */
  readonly architecture: string;
  readonly epoch: number | undefined;
}

/** The identity in a header; the name of the tag that is missing otherwise. */
export function rpmIdentity(header: RpmHeader): RpmIdentity | 'Name' | 'Version' | 'Release' {
  const name = header.text(RpmTag.name);
  const version = header.text(RpmTag.version);
  const release = header.text(RpmTag.release);
  if (!name) return 'Name';
  if (!version) return 'Version';
  if (!release) return 'Release';
  const epoch = header.number(RpmTag.epoch);
  const isSource = header.has(RpmTag.sourcePackage) || !header.has(RpmTag.sourceRpm);
  return {
    name,
    version: `${epoch ? `${epoch}:` : ''}${version}-${release}`,
    architecture: isSource ? 'src' : (header.text(RpmTag.arch) ?? ''),
    epoch,
  };
}

/** Adds what a header says of its package, what it requires and what it claims. */
export function readRpmHeader(
  out: ReadingBuilder,
  ref: string,
  header: RpmHeader,
  identity: RpmIdentity,
  pointer: string,
): void {
  const say = (field: string, value: string | undefined) => out.fact(ref, field, value, { pointer });
  for (const [field, value] of Object.entries(identifying(header, identity))) say(field, value);
  out.fact(ref, 'license', header.text(RpmTag.license), { role: 'declared', pointer });
  say('description', header.text(RpmTag.summary));
  say('homepage', header.text(RpmTag.url));
  say('maintainer', header.text(RpmTag.packager));
  say('section', header.text(RpmTag.group));
  say('module', header.text(RpmTag.modularityLabel));
  const size = header.number(RpmTag.longSize) ?? header.number(RpmTag.size);
  say('installed-size', size === undefined ? undefined : String(size));
  const sha256 = header.text(RpmTag.sha256Header);
  if (sha256 !== undefined && /^[0-9a-f]{64}$/.test(sha256))
    out.fact(ref, 'part-hash', `sha256:${sha256}`, { role: 'header', pointer });
  for (const { name, version } of capabilities(header, PROVIDES))
    say('provides', version === '' ? name : `${name} = ${version}`);
  for (const list of REQUIRES) readRequires(out, ref, header, list);
  observeScriptlets(out, ref, header, identity.name, pointer);
  const files = [...ownedFiles(rpmFiles(header))];
  if (files.length > 0) out.own(ref, files);
}

/** Scripts that rpm runs when a package comes or goes (rpmtag.h). */
const SCRIPTLETS: readonly (readonly [tag: number, word: string])[] = [
  [1023, '%pre'],
  [1024, '%post'],
  [1025, '%preun'],
  [1026, '%postun'],
  [1151, '%pretrans'],
  [1152, '%posttrans'],
  [1079, '%verifyscript'],
  [5104, '%preuntrans'],
  [5105, '%postuntrans'],
  [1065, 'a trigger'],
  [5066, 'a file trigger'],
  [5076, 'a file trigger of the transaction'],
];
/** Triggers of one package. */
const MOST_SCRIPTLETS = 100;

function observeScriptlets(
  out: ReadingBuilder,
  subject: string,
  header: RpmHeader,
  name: string,
  pointer: string,
): void {
  for (const [tag, word] of SCRIPTLETS) {
    for (const script of header.texts(tag).slice(0, MOST_SCRIPTLETS)) {
      const [first = ''] = script.trim().split('\n', 1);
      if (first !== '')
        out.observe({ kind: 'hook.rpm-scriptlet', detail: `${word} of ${name}: ${first}`, pointer, subject });
    }
  }
}

/** The facts that the package URL is made of. */
export function identifying(
  header: RpmHeader,
  identity: RpmIdentity,
): Readonly<Record<string, string | undefined>> {
  return {
    architecture: identity.architecture,
    epoch: identity.epoch === undefined ? undefined : String(identity.epoch),
    supplier: header.text(RpmTag.vendor),
    'source-package': sourcePackage(header.text(RpmTag.sourceRpm)),
  };
}

/** `bash@5.2.26-3.fc40` of `bash-5.2.26-3.fc40.src.rpm`. */
export function sourcePackage(file: string | undefined): string | undefined {
  const [, name, version] = /^(.+)-([^-]+-[^-]+)\.(?:no)?src\.rpm$/.exec(file ?? '') ?? [];
  return name === undefined ? undefined : `${name}@${version}`;
}

interface List {
  readonly name: number;
  readonly version: number;
  readonly flags: number;
}

const PROVIDES: List = {
  name: RpmTag.provideName,
  version: RpmTag.provideVersion,
  flags: RpmTag.provideFlags,
};

const REQUIRES: readonly (List & { readonly rawKind: string; readonly scope: Scope })[] = [
  {
    name: RpmTag.requireName,
    version: RpmTag.requireVersion,
    flags: RpmTag.requireFlags,
    rawKind: 'Requires',
    scope: 'runtime',
  },
  {
    name: RpmTag.recommendName,
    version: RpmTag.recommendVersion,
    flags: RpmTag.recommendFlags,
    rawKind: 'Recommends',
    scope: 'optional',
  },
  {
    name: RpmTag.suggestName,
    version: RpmTag.suggestVersion,
    flags: RpmTag.suggestFlags,
    rawKind: 'Suggests',
    scope: 'optional',
  },
];

/** Bits of a dependency's flags (rpmds.h). */
const Sense = { less: 2, greater: 4, equal: 8, missingOk: 1 << 19, rpmlib: 1 << 24 } as const;

/** Scripts that need a dependency, as spec files write them. */
const SCRIPTS: readonly (readonly [bit: number, word: string])[] = [
  [1 << 9, 'pre'],
  [1 << 10, 'post'],
  [1 << 11, 'preun'],
  [1 << 12, 'postun'],
];

function* capabilities(
  header: RpmHeader,
  list: List,
): Generator<{ name: string; version: string; flags: number }> {
  const versions = header.texts(list.version);
  const flags = header.numbers(list.flags);
  for (const [i, name] of header.texts(list.name).entries()) {
    if (name !== '') yield { name, version: versions[i] ?? '', flags: flags[i] ?? 0 };
  }
}

function readRequires(
  out: ReadingBuilder,
  ref: string,
  header: RpmHeader,
  list: List & { readonly rawKind: string; readonly scope: Scope },
): void {
  for (const { name, version, flags } of capabilities(header, list)) {
    // What rpm itself must be able to do.
    if ((flags & Sense.rpmlib) !== 0 || name.startsWith('rpmlib(')) continue;
    const operator = operatorOf(flags);
    const asked = operator === '' || version === '' ? {} : { constraint: `${operator} ${version}` };
    const script = SCRIPTS.find(([bit]) => (flags & bit) !== 0)?.[1];
    out.require({
      from: ref,
      anyOf: [{ name, ...asked }],
      scope: (flags & Sense.missingOk) !== 0 ? 'optional' : list.scope,
      rawKind: script === undefined ? list.rawKind : `${list.rawKind}(${script})`,
    });
  }
}

function operatorOf(flags: number): string {
  const less = (flags & Sense.less) !== 0 ? '<' : '';
  const greater = (flags & Sense.greater) !== 0 ? '>' : '';
  return `${less}${greater}${(flags & Sense.equal) !== 0 ? '=' : ''}`;
}

const DIRECTORY = 0o040000;
const FILE_TYPE = 0o170000;

/** Algorithms by the length of their digests. */
const ALGORITHMS: ReadonlyMap<number, string> = new Map([
  [32, 'md5'],
  [40, 'sha1'],
  [64, 'sha256'],
  [96, 'sha384'],
  [128, 'sha512'],
]);

/** Files that were installed, without folders. Configuration may be changed, and ghosts need not be there. */
function* ownedFiles(files: readonly RpmFile[]): Generator<OwnedFile> {
  for (const { path, mode, digest, flags, state } of files) {
    if ((mode & FILE_TYPE) === DIRECTORY || state !== 0) continue;
    const algorithm = /^[0-9a-f]+$/.test(digest) ? ALGORITHMS.get(digest.length) : undefined;
    yield {
      path: normalizePath(path),
      digest: algorithm === undefined ? undefined : `${algorithm}:${digest}`,
      mayDiffer: (flags & (RpmFileFlag.config | RpmFileFlag.ghost)) !== 0,
    };
  }
}

/** Vendors that sign their packages, where no distribution is known. */
const VENDORS: readonly (readonly [pattern: RegExp, namespace: string])[] = [
  [/^fedora/i, 'fedora'],
  [/^red hat/i, 'redhat'],
  [/^centos/i, 'centos'],
  [/^opensuse/i, 'opensuse'],
  [/^suse/i, 'suse'],
  [/^rocky/i, 'rocky'],
  [/^almalinux/i, 'almalinux'],
  [/^oracle/i, 'oracle'],
  [/^amazon/i, 'amzn'],
  [/^microsoft/i, 'azurelinux'],
];

/** The package URL. The namespace is the vendor: of the distribution, or as the package says. */
export function rpmPurl(
  { name, version }: Pick<Found, 'name' | 'version'>,
  fact: (field: string) => string | undefined,
  distro: Distro | undefined,
): string | undefined {
  const release = distro?.versionId === undefined ? distro?.id : `${distro.id}-${distro.versionId}`;
  return purl({
    type: 'rpm',
    namespace: distro === undefined ? vendorOf(fact('supplier') ?? '') : vendorId(distro.id),
    name,
    version: version?.replace(/^[0-9]+:/, ''),
    qualifiers: {
      arch: fact('architecture'),
      distro: release,
      epoch: fact('epoch'),
      upstream: sourceFile(fact('source-package')),
    },
  });
}

function vendorId(id: string): string {
  if (id === 'rhel') return 'redhat';
  return id.startsWith('opensuse') ? 'opensuse' : id;
}

function vendorOf(supplier: string): string | undefined {
  return VENDORS.find(([pattern]) => pattern.test(supplier))?.[1];
}

/** `bash-5.2.26-3.fc40.src.rpm` of `bash@5.2.26-3.fc40`. */
function sourceFile(source: string | undefined): string | undefined {
  return source === undefined ? undefined : `${source.replace('@', '-')}.src.rpm`;
}
