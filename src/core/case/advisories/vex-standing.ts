import { compareText } from '../../advisory/order/types.ts';
import { groupBy } from '../../base/group.ts';
import { displayName } from '../../base/names.ts';
import type { VexStatement } from '../../model/document.ts';
import type { SourceId } from '../../model/source.ts';
import { parseTime } from '../../verify/window.ts';

/** A statement that speaks of a match, with who says so. */
export interface Spoken {
  readonly author: string;
  readonly statement: VexStatement;
  readonly source: SourceId;
  /** When its document was made, RFC 3339, as stated. */
  readonly created: string | undefined;
  /** A verified attestation in the case is about its document. */
  readonly signed: boolean;
  /** Names of the BOMs in which its products were looked up. */
  readonly linked: readonly string[];
}

export interface Suppression {
  /** In words, for the finding: status, justification, author, and that it is unsigned if it is. */
  readonly sentence: string;
  readonly source: SourceId;
  readonly pointer: string;
}

/** What accepted authors say of one match, as far as nothing newer of theirs takes its place. */
export interface Heard {
  /** In words, by author; at most {@link SHOWN}. */
  readonly said: readonly string[];
  /** Some of it warns, and some of it says that there is nothing to warn of: nothing is suppressed. */
  readonly disputed: boolean;
  readonly suppressed: Suppression | undefined;
}

const SHOWN = 20;

/**
 * What of all that was said stands. Only a newer statement of the same author takes the place of one; between authors, and
 * between statements of one author of which neither is known to be the newer, the one that warns keeps the match open.
 */
export function heard(spoken: readonly Spoken[]): Heard {
  const standing = [...groupBy(spoken, ({ author }) => author).values()]
    .flatMap(standingOf)
    .map((one) => ({ ...one, sentence: sentence(one) }))
    .sort((a, b) => compareText(a.author, b.author) || compareText(a.sentence, b.sentence));
  const said = [...new Set(standing.map((one) => one.sentence))].slice(0, SHOWN);
  const [first] = standing.filter(({ statement }) => silences(statement));
  const warned = standing.some(({ statement }) => !silences(statement));
  return {
    said,
    disputed: warned && first !== undefined,
    suppressed:
      warned || first === undefined
        ? undefined
        : { sentence: first.sentence, source: first.source, pointer: first.statement.pointer },
  };
}

/** Whether it says that nothing needs to be done. */
export function silences({ status }: VexStatement): boolean {
  return status === 'not_affected' || status === 'fixed';
}

/**
 * What stands of the statements of one author. One without a time that can be read is neither older nor newer than any.
 * Anyone can write an author's name: what is not signed takes back no warning that is.
 */
function standingOf(mine: readonly Spoken[]): readonly Spoken[] {
  const timed = mine.map((one) => ({ one, time: timeOf(one) }));
  const newest = latest(timed);
  const newestToTrust = latest(timed.filter(({ one }) => one.signed));
  return timed
    .filter(({ one, time }) => {
      const by = one.signed && !silences(one.statement) ? newestToTrust : newest;
      return time === undefined || time >= by;
    })
    .map(({ one }) => one);
}

function latest(timed: readonly { readonly time: number | undefined }[]): number {
  return timed.reduce((last, { time = last }) => Math.max(last, time), Number.NEGATIVE_INFINITY);
}

/**
 * In milliseconds. A statement that has a time, which cannot be read, has not that of its document. Of the times of a
 * warning the last counts, whatever each is called.
 */
function timeOf({ statement, created }: Spoken): number | undefined {
  const { timestamp = created ?? '', touched = [] } = statement;
  const times = (silences(statement) ? [timestamp] : [timestamp, ...touched]).map(parseTime);
  return times.includes(undefined) ? undefined : Math.max(...times.map((time) => time ?? 0));
}

function sentence({ author, statement, signed, linked }: Spoken): string {
  const { status, justification } = statement;
  const why = silences(statement) ? justification : undefined;
  const because = why === undefined ? '' : ` (${why.replaceAll('_', ' ')})`;
  const by = linked.length === 0 ? '' : `; what it speaks of is looked up in ${linked.join(', ')}`;
  const unsigned = signed ? '' : '; the VEX document is not signed';
  return displayName(`${author} says: ${status.replaceAll('_', ' ')}${because}${by}${unsigned}.`);
}
