import type { DigestAlgorithm } from '../../base/digest.ts';

/** One thing to look for. Values are as they are compared: hashes and domains in lower case. */
export type Indicator =
  | { readonly kind: 'hash'; readonly algorithm: DigestAlgorithm; readonly value: string }
  /** Last part of a path. */
  | { readonly kind: 'file'; readonly value: string }
  /** `**` any number of segments, `*` any run of characters but `/`; without a leading `/` anywhere in a tree. */
  | { readonly kind: 'glob'; readonly value: string }
  /** A version or none, an ecosystem (purl type) or none: what is absent matches any. */
  | {
      readonly kind: 'package';
      readonly name: string;
      readonly version: string | undefined;
      readonly ecosystem: string | undefined;
    }
  /**
   * A host name or address, and what is below it. Held against the addresses that packages state. `path`: of an address
   * that names one, since many share a host.
   */
  | { readonly kind: 'domain'; readonly value: string; readonly path?: string };

/** What was read of a list: every indicator once, with the line or pointer it stands at, and what nobody can read. */
export interface IndicatorList {
  readonly indicators: readonly { readonly indicator: Indicator; readonly at: string }[];
  /** Different words of the list that can be looked for; one that may mean two things is one. */
  readonly words: number;
  /** The first of what cannot be read. */
  readonly unread: readonly { readonly at: string; readonly text: string }[];
  readonly unreadCount: number;
}
