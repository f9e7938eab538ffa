import { type Limits, limitFault } from '../../base/limits.ts';
import { type Fault, fault } from '../../base/result.ts';
import type { DocumentError } from '../../model/document.ts';
import type { ReportedPackage, ReportedVulnerability } from '../../model/scan.ts';

/** Names of one vulnerability that are kept: no database has more. */
const MOST_ALIASES = 64;
/** Longer than any id, name or version that somebody meant. */
const LONGEST = 512;

export interface Reporting {
  readonly id: string | undefined;
  readonly aliases?: readonly unknown[];
  readonly package: { readonly [key in keyof ReportedPackage]?: string | undefined };
  readonly severity?: string | undefined;
  readonly fixed?: string | undefined;
  readonly path?: string | undefined;
  readonly pointer: string;
}

/** Gathers what a report says, row by row; what names no vulnerability or no package is counted and told. */
export class Reported {
  readonly #rows: ReportedVulnerability[] = [];
  readonly #limits: Limits;
  readonly #errors: DocumentError[] = [];
  #cut = false;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  add({ id, aliases = [], package: named, severity, fixed, path, pointer }: Reporting): void {
    if (this.#rows.length >= this.#limits.graphNodes) {
      this.#cut = true;
      return;
    }
    const name = bounded(id);
    const parts: ReportedPackage = texts({ ...named });
    if (name === undefined) {
      this.wrong(pointer, 'It names no vulnerability.');
      return;
    }
    if (parts.purl === undefined && parts.ref === undefined && parts.name === undefined) {
      this.wrong(pointer, `It names no package in which ${name} would be.`);
      return;
    }
    const others = aliases.flatMap((one) => (typeof one === 'string' ? (bounded(one) ?? []) : []));
    this.#rows.push({
      id: name,
      aliases: [...new Set(others)].filter((one) => one !== name).slice(0, MOST_ALIASES),
      package: parts,
      ...texts({ severity: severity?.toLowerCase(), fixed, path }),
      pointer,
    });
  }

  /** A part that is not what the format says; the first hundred are told. */
  wrong(pointer: string, message: string): void {
    if (this.#errors.length < 100) this.#errors.push({ code: 'scan.shape', pointer, message });
  }

  get vulnerabilities(): readonly ReportedVulnerability[] {
    return this.#rows;
  }

  get errors(): readonly DocumentError[] {
    return this.#errors;
  }

  /** Faults: `scan.not-compared`, `limit.graph-nodes`. */
  get faults(): readonly Fault[] {
    const [first] = this.#errors;
    return [
      ...(first === undefined
        ? []
        : [
            fault(
              'scan.not-compared',
              'warning',
              `${this.#errors.length === 100 ? 'A hundred or more' : this.#errors.length} results of this report could not be compared. The first, at ${first.pointer}: ${first.message}`,
              { offset: 0 },
            ),
          ]),
      ...(this.#cut
        ? [
            limitFault('graphNodes', this.#limits, 'The report lists more vulnerabilities.', {
              offset: 0,
              kept: 'before',
            }),
          ]
        : []),
    ];
  }
}

function bounded(text: string | undefined): string | undefined {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? undefined : trimmed.slice(0, LONGEST);
}

/** The texts that are there, and say something. */
function texts<K extends string>(
  from: { readonly [key in K]?: string | undefined },
): { [key in K]?: string } {
  const out: { [key in K]?: string } = {};
  for (const key of Object.keys(from) as K[]) {
    const text = bounded(from[key]);
    if (text !== undefined) out[key] = text;
  }
  return out;
}
