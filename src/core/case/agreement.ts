import type { DigestAlgorithm } from '../base/digest.ts';
import { groupBy } from '../base/group.ts';
import { displayName } from '../base/names.ts';
import type { TreeEntry } from '../image/tree.ts';
import type { Knowing } from '../model/knowing.ts';
import { archiveAgreements } from './agreement-archives.ts';
import type { Agreement, Exempted, RecordedFile } from './agreement-views.ts';
import { algorithmOf, measuredDigest, RecordedFiles } from './contents.ts';
import { Claimed, extraFiles, holderOf } from './extra-files.ts';
import type { CaseModel, CaseTree, PackageRecord } from './model.ts';

export type { Agreement, Exempted, RecordedFile } from './agreement-views.ts';

const WEAK = new Set(['md5', 'sha1']);

export function isWeak(algorithm: string): boolean {
  return WEAK.has(algorithm);
}

const kept = new WeakMap<CaseModel, readonly Agreement[]>();

/** How every package of the case whose record has digests agrees with it. Worked out once a model. */
export function agreementsOf(model: CaseModel): readonly Agreement[] {
  let agreements = kept.get(model);
  if (agreements === undefined) {
    agreements = [...fileAgreements(model), ...archiveAgreements(model)];
    kept.set(model, agreements);
  }
  return agreements;
}

/** What is known of it: never *proven*, since the record comes with the files. */
export function agreementState({ changed, extra, missing, agrees }: Agreement): Knowing {
  if (changed.length + extra.length > 0) return 'contradicted';
  if (missing.length > 0) return 'missing';
  return agrees > 0 ? 'claimed' : 'not-inspected';
}

/** Whether part of what the record names was not held against it: what agrees is never all of it then. */
export function agreesInPart({ agrees, unread, unchecked }: Agreement): boolean {
  return agrees > 0 && unread + unchecked.length > 0;
}

/** The record that an agreement holds files against, by the reader of the package. */
export function recordName(cataloger: string): string {
  return RECORDS[cataloger] ?? 'its record';
}

const RECORDS: Readonly<Record<string, string>> = {
  dpkg: "dpkg's md5sums",
  'deb.archive': "the package's md5sums",
  apk: "apk's database",
  'apk.archive': "the package's .PKGINFO",
  rpm: "rpm's database",
  'rpm.archive': "the package's header",
  pacman: "pacman's mtree",
  'pacman.archive': "the package's .MTREE",
  'python.installed': 'RECORD',
  'java.archive': 'MANIFEST.MF',
  'gem.archive': 'checksums.yaml',
  'crate.archive': '.cargo-checksum.json',
  nuspec: 'the content hash beside it',
};

function* fileAgreements(model: CaseModel): Generator<Agreement> {
  const byTree = groupBy(model.records, ({ occurrence }) => model.occurrences[occurrence]?.tree ?? '');
  for (const tree of model.trees) {
    const records = byTree.get(tree.id) ?? [];
    const held = [...groupBy(records, ({ occurrence }) => occurrence).values()].flatMap((mine) =>
      heldRecords(mine, model.occurrences[mine[0]?.occurrence ?? -1]?.cataloger ?? ''),
    );
    if (held.length === 0) continue;
    const holder = holderOf(model, tree);
    const files = new RecordedFiles(holder);
    const claimed = new Claimed(files, records);
    for (const record of held) {
      const draft = new Draft(model, holder, files, record, claimed);
      draft.compare();
      for (const entry of extraFiles(model, holder, record, claimed)) draft.extra(entry);
      const agreement = draft.done();
      if (record.digests !== undefined || agreement.unchecked.length > 0) yield agreement;
    }
  }
}

/**
 * Records of one package that its files are held against. What only one without digests names goes with the first that
 * has some; where none has, and its package manager has digests for others, all that it names is not checked.
 */
function heldRecords(mine: readonly PackageRecord[], cataloger: string): readonly PackageRecord[] {
  const withDigests = mine.filter(({ digests }) => digests !== undefined);
  const without = mine.filter(({ digests }) => digests === undefined);
  const [first, ...others] = withDigests;
  const [bare, ...more] = without;
  if (first === undefined) {
    if (bare === undefined || !Object.hasOwn(RECORDS, cataloger)) return [];
    return [{ ...bare, paths: [...new Set([bare, ...more].flatMap(({ paths }) => paths))] }];
  }
  if (bare === undefined) return withDigests;
  const named = new Set(withDigests.flatMap(({ paths }) => paths));
  const added = without.flatMap(({ paths }) => paths).filter((path) => !named.has(path));
  return [{ ...first, paths: [...first.paths, ...new Set(added)] }, ...others];
}

class Draft {
  readonly #model: CaseModel;
  readonly #tree: CaseTree;
  readonly #files: RecordedFiles;
  readonly #record: PackageRecord;
  readonly #claimed: Claimed;
  readonly #algorithms = new Set<string>();
  readonly #changed: RecordedFile[] = [];
  readonly #missing: RecordedFile[] = [];
  readonly #extra: RecordedFile[] = [];
  readonly #exempted: Exempted[] = [];
  readonly #unchecked: RecordedFile[] = [];
  #agrees = 0;
  #unread = 0;

  constructor(
    model: CaseModel,
    tree: CaseTree,
    files: RecordedFiles,
    record: PackageRecord,
    claimed: Claimed,
  ) {
    this.#model = model;
    this.#tree = tree;
    this.#files = files;
    this.#record = record;
    this.#claimed = claimed;
  }

  compare(): void {
    const { paths, digests = [], exempt = [] } = this.#record;
    const mayDiffer = new Set(exempt);
    for (const [i, given] of paths.entries()) {
      const stated = digests[i] ?? '';
      const algorithm = algorithmOf(stated);
      if (algorithm !== undefined) this.#algorithms.add(algorithm);
      const path = this.#files.realPath(given);
      const file = { path, tree: this.#tree.id, stated: stated === '' ? undefined : stated };
      const found = this.#standing(path, stated, algorithm);
      if (found === 'said-nothing') continue;
      if (found === 'no-digest') {
        this.#unchecked.push({ ...file, found: undefined });
      } else if (found === 'same') this.#agrees++;
      else if (found === 'unread') this.#unread++;
      else if (mayDiffer.has(given))
        this.#exempted.push({ ...file, found, how: found === undefined ? 'missing' : 'changed' });
      else (found === undefined ? this.#missing : this.#changed).push({ ...file, found });
    }
  }

  extra({ path, sha256 }: TreeEntry): void {
    const file = { path, tree: this.#tree.id, stated: undefined, found: sha256 && `sha256:${sha256}` };
    // Python writes compiled modules beside those that a record names.
    if (path.endsWith('.pyc')) this.#exempted.push({ ...file, how: 'extra' });
    else this.#extra.push(file);
  }

  done(): Agreement {
    return {
      occurrence: this.#record.occurrence,
      algorithms: [...this.#algorithms].sort(),
      agrees: this.#agrees,
      changed: this.#changed,
      missing: this.#missing,
      extra: this.#extra,
      exempted: this.#exempted,
      unread: this.#unread,
      unchecked: this.#unchecked,
    };
  }

  /**
   * What stands at a path: as recorded, not known, nothing, or something else, in a word; `no-digest` where a file is and
   * the record has none, `said-nothing` where it says nothing of any bytes.
   */
  #standing(path: string, stated: string, algorithm: DigestAlgorithm | undefined): string | undefined {
    const entry = this.#tree.squashed.get(path);
    if (entry?.type === 'd') return 'said-nothing';
    if (stated === '') return this.#isUnchecked(path, entry) ? 'no-digest' : 'said-nothing';
    if (entry === undefined) return this.#gone();
    if (algorithm === undefined) return 'unread';
    const at = this.#files.locate(entry);
    if (at === undefined)
      return entry.type === 'l' ? `a link to ${displayName(entry.link ?? '')}` : 'no regular file';
    const { digest } = measuredDigest(this.#model, at, algorithm);
    if (digest === undefined) return 'unread';
    return digest === stated ? 'same' : digest;
  }

  /** A name without a digest may be a folder or a link, and no record has its own digest. */
  #isUnchecked(path: string, entry: TreeEntry | undefined): boolean {
    if (entry === undefined || this.#files.locate(entry) === undefined || this.#claimed.hasDigest(path))
      return false;
    const { cataloger = '', path: own = '' } = this.#model.occurrences[this.#record.occurrence] ?? {};
    const folder = own.slice(0, own.lastIndexOf('/') + 1);
    const isOwnRecord = path.startsWith(folder) && /^RECORD(?:\.jws|\.p7s)?$/.test(path.slice(folder.length));
    return cataloger !== 'python.installed' || !isOwnRecord;
  }

  /** In a tree that was not read whole, what is not there may only not have been seen. */
  #gone(): 'unread' | undefined {
    return this.#tree.complete ? undefined : 'unread';
  }
}
