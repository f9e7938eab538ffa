import type { Bytes } from '../base/bytes.ts';
import type { Digests } from '../base/digest.ts';
import type { Fault } from '../base/result.ts';
import type { FileReading } from '../catalog/types.ts';
import type { ImagePlan } from '../image/plan.ts';
import { diagnose } from '../model/diagnostic.ts';
import type { StatedDocument } from '../model/document.ts';
import type { EntryTable } from '../model/entry-table.ts';
import type { FileKey, Role, SourceId, Step } from '../model/source.ts';
import { KINDS } from '../sniff/sniff.ts';
import type { SignedPart } from '../verify/jsf.ts';
import type { AdvisoryData } from './advisories/data.ts';
import type { Claim } from './claims.ts';
import type { Harvest, MeasuredBlob } from './jobs.ts';
import type { LooseManifest } from './loose-manifest.ts';
import type { Reference } from './references.ts';

/** Where a source lies: everything about it that is known before it is read. */
export interface At {
  readonly id: SourceId;
  readonly parent: SourceId | undefined;
  readonly file: FileKey;
  readonly name: string;
  readonly path: string;
  readonly steps: readonly Step[];
  readonly depth: number;
  readonly mediaType?: string;
  /** Of the image layer whose blob it is. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** It is what a compressed file unpacks to that was dropped itself: `epss.csv` of `epss.csv.gz`. */
  readonly unpackedDrop?: true;
}

/** A harvest in the making. Faults become diagnostics; an error among them marks the source as not fully inspected. */
export class Draft {
  readonly at: At;
  readonly size: number;
  kind = 'unknown';
  digests: Digests = {};
  table: EntryTable | undefined;
  readonly readings: FileReading[] = [];
  image: ImagePlan | undefined;
  layer: MeasuredBlob | undefined;
  claim: Claim | undefined;
  document: StatedDocument | undefined;
  signed: readonly SignedPart[] | undefined;
  stated: Harvest['stated'];
  statedEarly = false;
  reference: Reference | undefined;
  advisories: AdvisoryData | undefined;
  manifest: LooseManifest | undefined;
  certificate: Bytes | undefined;
  locked = 0;
  /** From the source's own bytes to the bytes its entries are measured in: the codec around a tar. */
  inside: readonly Step[] = [];
  readonly #faults: Fault[] = [];
  readonly #notInspected = new Set<string>();
  #children = 0;

  constructor(at: At, size: number) {
    this.at = at;
    this.size = size;
  }

  report(found: Fault): void {
    this.reportAll([found]);
  }

  reportAll(faults: readonly Fault[]): void {
    for (const found of faults) {
      // Everything wrong names a place; what is wrong with a source as a whole, its beginning.
      const placed = found.severity !== 'info' && found.entry === undefined && found.offset === undefined;
      this.#faults.push(placed ? { ...found, offset: 0 } : found);
      if (found.severity === 'error') this.#notInspected.add(found.message);
    }
  }

  /** Why something in this source is not looked at, where a fault has told or nothing is wrong. */
  notInspected(sentence: string): void {
    this.#notInspected.add(sentence);
  }

  /** Place of the next source inside this one. */
  child(name: string, steps: readonly Step[], mediaType?: string): At {
    return {
      id: `${this.at.id}>${String(this.#children++).padStart(6, '0')}`,
      parent: this.at.id,
      file: this.at.file,
      name: name.slice(name.lastIndexOf('/') + 1),
      path: `${this.at.path}!/${name}`,
      steps: [...this.at.steps, ...this.inside, ...steps],
      depth: this.at.depth + 1,
      ...(mediaType === undefined ? {} : { mediaType }),
    };
  }

  finish(): Harvest {
    const { at } = this;
    return {
      source: {
        id: at.id,
        parent: at.parent,
        path: at.path,
        name: at.name,
        kind: this.kind,
        role: this.#role(),
        size: this.size,
        digests: this.digests,
        ref: {
          file: at.file,
          steps: at.steps,
          ...(this.digests.sha256 === undefined ? {} : { sha256: this.digests.sha256 }),
        },
        notInspected: [...this.#notInspected],
      },
      diagnostics: diagnose(at.id, this.#faults),
      readings: this.readings,
      inside: this.inside,
      ...(this.table === undefined ? {} : { entries: this.table.toColumns() }),
      ...(this.image === undefined ? {} : { image: this.image }),
      ...(this.layer === undefined ? {} : { layer: this.layer }),
      ...(this.claim === undefined ? {} : { claim: this.claim }),
      ...(this.document === undefined ? {} : { document: this.document }),
      ...(this.stated === undefined || this.statedEarly ? {} : { stated: this.stated }),
      ...(this.statedEarly ? { statedEarly: true } : {}),
      ...(this.signed === undefined ? {} : { signed: this.signed }),
      ...(this.manifest === undefined ? {} : { manifest: this.manifest }),
      ...(this.certificate === undefined ? {} : { certificate: this.certificate }),
      ...(this.reference === undefined ? {} : { reference: this.reference }),
      ...(this.advisories === undefined ? {} : { advisories: this.advisories }),
      ...(this.locked === 0 ? {} : { locked: this.locked }),
    };
  }

  /** A reference found inside another source is a file like any other (DESIGN §1). */
  #role(): Role {
    const role = KINDS.get(this.kind.split('+')[0] ?? '')?.role ?? 'subject';
    const nested = this.at.parent !== undefined && this.reference === undefined;
    return role === 'reference' && nested ? 'subject' : role;
  }
}
