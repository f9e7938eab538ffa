import { DEFAULT_LIMITS, type Limits, limitFault } from '../base/limits.ts';
import { displayName } from '../base/names.ts';
import { type Fault, fault, type Severity } from '../base/result.ts';
import { withoutTokens, withoutTokensIn } from '../base/without-tokens.ts';
import type { Observation } from '../model/observation.ts';
import type {
  Absence,
  FactOf,
  Found,
  Ownership,
  Reading,
  RelationOf,
  Requirement,
} from '../model/reading.ts';
import type { CatalogFile } from './types.ts';

/** No ecosystem has longer names or versions; what is longer is no package but an attempt. */
const LONGEST_IDENTITY = 1024;
/** A fact is shown in a table; a licence text pasted into a field is cut. */
const LONGEST_FACT = 4096;
/** A command, not a script. */
const LONGEST_OBSERVED = 400;
/** The hundred-and-first fault of one code in one file tells nobody more than the first hundred. */
const MOST_OF_A_CODE = 100;

/** A file that a package's record claims. */
export interface OwnedFile {
  readonly path: string;
  /** `alg:hex`. */
  readonly digest?: string | undefined;
  /** It may rightly differ or be absent. */
  readonly mayDiffer?: boolean;
}

/**
 * Collects what one file gives, counted against the limits before it is kept. Once a limit is hit the builder is
 * `full`, has said so, and keeps nothing more.
 */
export class ReadingBuilder {
  readonly path: string;
  readonly limits: Limits;
  readonly #found: Found[] = [];
  readonly #relations: RelationOf[] = [];
  readonly #facts: FactOf[] = [];
  readonly #requires: Requirement[] = [];
  readonly #owns: Ownership[] = [];
  readonly #observations: Observation[] = [];
  readonly #diagnostics: Fault[] = [];
  readonly #counts = new Map<string, number>();
  #complete = true;
  #full = false;

  constructor(file: Pick<CatalogFile, 'path' | 'limits'>) {
    this.path = file.path;
    this.limits = file.limits ?? DEFAULT_LIMITS;
  }

  /** True once a limit was hit: the caller may stop. */
  get full(): boolean {
    return this.#full;
  }

  /** Adds a component; `false` when it was refused. */
  find(found: Found): boolean {
    if (this.#full) return false;
    if (found.name.length > LONGEST_IDENTITY || (found.version?.length ?? 0) > LONGEST_IDENTITY) {
      const name = displayName(found.name.slice(0, 40));
      this.fault(
        'catalog.identity',
        'warning',
        `"${name}…" has a name or version of more than ${LONGEST_IDENTITY} characters; it is not listed as a package.`,
      );
      return false;
    }
    if (!this.#room(this.#found, 'graphNodes', 'components')) return false;
    this.#found.push(found);
    return true;
  }

  /** Adds what the file says of a component. Empty and absent values are left out. */
  fact(
    subject: string,
    field: string,
    value: string | undefined,
    more: Partial<Pick<FactOf, 'role' | 'how' | 'pointer'>> = {},
  ): void {
    const text = withoutTokens(value?.trim() ?? '');
    if (text === '' || this.#full || !this.#room(this.#facts, 'graphEdges', 'facts')) return;
    const shown = text.length > LONGEST_FACT ? `${text.slice(0, LONGEST_FACT)}…` : text;
    this.#facts.push({ subject, field, value: shown, how: 'stated', ...more });
  }

  /** Says by name that something is not known of a component. */
  absent(subject: string, field: string, absence: Absence, pointer?: string): void {
    if (this.#full || !this.#room(this.#facts, 'graphEdges', 'facts')) return;
    const at = pointer === undefined ? {} : { pointer };
    this.#facts.push({ subject, field, value: { absent: absence }, how: 'measured', ...at });
  }

  /** The file was read whole, and does not say everything: its packages may have dependencies that it does not name. */
  saysNotAll(): void {
    this.#complete = false;
  }

  require(requirement: Requirement): void {
    if (!this.#full && this.#room(this.#requires, 'graphEdges', 'requirements'))
      this.#requires.push(withoutTokensIn(requirement));
  }

  relate(relation: RelationOf): void {
    if (!this.#full && this.#room(this.#relations, 'graphEdges', 'relations')) this.#relations.push(relation);
  }

  /** Adds the files an owner claims, by path or with what its record says of them. */
  own(owner: string, files: Iterable<string | OwnedFile>): void {
    const paths: string[] = [];
    const digests: string[] = [];
    const exempt: string[] = [];
    let tooLong = false;
    for (const file of files) {
      const { path, digest = '', mayDiffer = false } = typeof file === 'string' ? { path: file } : file;
      if (path.length > this.limits.path) {
        if (!tooLong)
          this.report(
            limitFault(
              'path',
              this.limits,
              `"${displayName(this.path)}" lists a path that is too long, and was left out.`,
            ),
          );
        tooLong = true;
        continue;
      }
      if (!this.#room(paths, 'entriesPerArchive', 'file names')) break;
      paths.push(path);
      digests.push(digest);
      if (mayDiffer) exempt.push(path);
    }
    this.#owns.push({
      owner,
      paths,
      ...(digests.some((digest) => digest !== '') ? { digests } : {}),
      ...(exempt.length > 0 ? { exempt } : {}),
    });
  }

  /** Adds something seen in the file that is no component. What is long is cut. */
  observe(seen: Observation): void {
    if (this.#full || !this.#room(this.#observations, 'graphEdges', 'observations')) return;
    const detail = withoutTokens(seen.detail);
    const shown = detail.length > LONGEST_OBSERVED ? `${detail.slice(0, LONGEST_OBSERVED)}…` : detail;
    this.#observations.push({ ...seen, detail: shown });
  }

  /** An error means that something was not read: the reading is then not complete. */
  fault(code: string, severity: Severity, message: string, offset?: number): void {
    this.report(fault(code, severity, message, { offset }));
  }

  report(found: Fault): void {
    if (found.severity === 'error') this.#complete = false;
    const count = (this.#counts.get(found.code) ?? 0) + 1;
    this.#counts.set(found.code, count);
    if (count <= MOST_OF_A_CODE) this.#diagnostics.push({ ...found, entry: this.path });
  }

  done(): Reading {
    return {
      found: this.#found,
      relations: this.#relations,
      facts: this.#facts,
      requires: this.#requires,
      owns: this.#owns,
      ...(this.#observations.length > 0 ? { observations: this.#observations } : {}),
      diagnostics: [...this.#diagnostics, ...this.#uncounted()],
      complete: this.#complete,
    };
  }

  #uncounted(): Fault[] {
    const over = [...this.#counts].filter(([, count]) => count > MOST_OF_A_CODE);
    return over.map(([code, count]) => {
      const more = (count - MOST_OF_A_CODE).toLocaleString('en');
      return fault(code, 'warning', `"${displayName(this.path)}" has ${more} more faults of this kind.`, {
        entry: this.path,
      });
    });
  }

  #room(
    rows: readonly unknown[],
    limit: 'graphNodes' | 'graphEdges' | 'entriesPerArchive',
    what: string,
  ): boolean {
    if (rows.length < this.limits[limit]) return true;
    this.#full = true;
    this.report(
      limitFault(limit, this.limits, `"${displayName(this.path)}" holds too many ${what}.`, {
        kept: 'before',
      }),
    );
    return false;
  }
}
