/**
 * One builder and how far its owner's word is accepted. None of this is in any file: a row is somebody's claim, with its
 * source, and a user can put rows of their own before these.
 */
export interface BuilderRow {
  readonly id: string;
  readonly title: string;
  /** Of `builder.id`; `*` stands for anything but `/` and `@`, `**` for anything. */
  readonly builderId: string;
  /** Who must have signed for the pair to be known. */
  readonly signer: SignerRule;
  /** Build types it writes; any where none is listed. */
  readonly buildTypes: readonly string[];
  /** Build level its owner claims for it. */
  readonly level: 0 | 1 | 2 | 3;
  /** Why the one who signed and the builder are, or are not, the same: one sentence. */
  readonly pair: string;
  /** Goes after "accepted up to Build Ln because". */
  readonly because: string;
  /** What it rests on, one sentence each. */
  readonly restsOn: readonly string[];
  readonly sources: readonly string[];
}

export type SignerRule =
  /** The builder itself. */
  | 'builder'
  /** A workflow of the repository that was built. */
  | 'source-workflow'
  /** A reusable workflow of another repository. */
  | 'other-workflow'
  /** A key that the user gave. */
  | 'key'
  /** Nobody need have signed. */
  | 'nobody'
  /** An identity that matches a pattern. */
  | { readonly identity: string };
