import type { Observation } from '../../model/observation.ts';

/** What a path tells of a file's content. Files of no class are never scanned. */
export type TextClass = 'code' | 'text';

/** A file whose content is scanned. */
export interface ScannedFile {
  readonly path: string;
  readonly class: TextClass;
  /** Its bytes, or the first {@link SCANNED_BYTES} of them. */
  readonly bytes: Uint8Array;
  /** A part as text, one character a byte, so that offsets stay those of the bytes. */
  text(start: number, end: number): string;
  /** Number of the line in which a byte stands, from 1. */
  line(offset: number): number;
}

/**
 * Looks for something in the content of files of any kind while they pass (DESIGN §3): never a component, always an
 * {@link Observation}. One keyword search over the bytes serves all detectors; a detector sees a file only where one of
 * its keywords stands, and looks at a bounded window around it. One file each, one line in `registry.ts`.
 */
export interface Detector {
  readonly id: string;
  readonly title: string;
  /** Where what is looked for is specified or described. */
  readonly spec: string;
  /** Literal bytes, at least three each; without one of them a file holds nothing for this detector. */
  readonly keywords: readonly (string | readonly number[])[];
  /** Asked once per file, before its content is seen. */
  wants(path: string, kind: TextClass): boolean;
  /** What stands at a keyword. `length` is the keyword's; a window beyond it is read by `file.text`. */
  at(file: ScannedFile, offset: number, length: number): Observation | undefined;
}

/** Bytes of a file that are scanned: what is looked for is text that people and tools write. */
export const SCANNED_BYTES = 1 << 20;
