import type { ByteSource } from '../base/byte-source.ts';
import { limitFault } from '../base/limits.ts';
import { EntryFlag } from '../model/entry-table.ts';
import type { ReadContext } from './types.ts';
import type { Member } from './zip-entry.ts';
import { type FaultLog, inBytes, quoted } from './zip-faults.ts';
import { type HiddenMember, type HiddenRecords, scanRegion } from './zip-hidden.ts';
import type { Region } from './zip-layout.ts';
import { plainName } from './zip-name.ts';
import { Bit } from './zip-records.ts';

/**
 * Looks into the stretches that no member covers, says what each is, and gives the members found there. `room` is how
 * many may still be listed. `complete` is false when a limit ended the search.
 */
export async function findHidden(
  source: ByteSource,
  regions: readonly Region[],
  room: number,
  context: ReadContext,
  log: FaultLog,
): Promise<{ readonly members: readonly Member[]; readonly complete: boolean }> {
  const { limits } = context.budget;
  const members: Member[] = [];
  let bytes = limits.parsedDropped;
  let complete = true;
  for (const region of regions) {
    const found = await scanRegion(source, region, {
      bytes,
      members: room - members.length,
      nameBytes: limits.path,
      signal: context.signal,
    });
    bytes -= found.scanned;
    await describe(source, region, found, log);
    for (const one of found.members) {
      if (!context.budget.take('entries', 1)) {
        log.push(
          limitFault('entriesPerCase', limits, 'More members were found.', {
            offset: one.start,
            kept: 'before',
          }),
        );
        return { members, complete: false };
      }
      members.push(hiddenMember(one, region, log));
    }
    if (!found.complete) {
      const limit = members.length >= room ? 'entriesPerArchive' : 'parsedDropped';
      const what = `Bytes from ${region.start.toLocaleString('en')} on, which no member covers, were searched for hidden members in part.`;
      log.push(limitFault(limit, limits, what, { offset: region.start }));
      complete = false;
    }
  }
  return { members, complete };
}

function hiddenMember(found: HiddenMember, region: Region, log: FaultLog): Member {
  const { header, start, dataStart, dataEnd } = found;
  const name = plainName(header);
  const where = { entry: name.path, offset: start };
  if (region.place !== 'whole') {
    log.add(
      'zip.hidden-member',
      'warning',
      `${quoted(name.text)} stands at byte ${start.toLocaleString('en')} and is not in the central directory: most tools do not see it, tools that read front to back do.`,
      where,
    );
  }
  if (dataEnd === undefined) {
    log.add(
      'zip.member-cut',
      'error',
      (header.flags & Bit.descriptor) !== 0
        ? `Nothing says where the data of ${quoted(name.text)} end; it is listed and not inspected.`
        : `The data of ${quoted(name.text)} go on beyond the bytes that are left for it; it is listed and not inspected.`,
      where,
    );
  }
  return {
    header,
    name,
    offset: start,
    extent: dataEnd === undefined ? undefined : { start, dataStart, dataEnd, end: dataEnd },
    flags: EntryFlag.hidden,
  };
}

/** Says what a stretch is that belongs to no member. */
async function describe(
  source: ByteSource,
  region: Region,
  found: HiddenRecords,
  log: FaultLog,
): Promise<void> {
  const { start, end, place } = region;
  const where = { offset: start };
  const size = inBytes(end - start);
  if (place === 'before') {
    log.add(
      'zip.prefix',
      'warning',
      `There are ${size} before the first member: the file can also be something else, such as a program or a picture.`,
      where,
    );
  } else if (place === 'behind') {
    log.add('zip.trailing-data', 'warning', `There are ${size} behind the end of the archive.`, where);
  } else if (place === 'between') {
    if (await endsApkSigningBlock(source, end)) {
      log.add(
        'zip.apk-signing-block',
        'info',
        `An APK signing block of ${size} stands before the central directory.`,
        where,
      );
    } else {
      log.add(
        'zip.gap',
        'warning',
        `Of ${size} between the first member and the end record, no member and no directory takes notice.`,
        where,
      );
    }
  }
  if (place === 'whole') return;
  const second = found.end;
  if (second !== undefined) {
    log.add(
      'zip.ambiguous-end',
      'warning',
      `There is another end record at byte ${second.toLocaleString('en')}${place === 'comment' ? ', in the archive comment' : ''}: tools differ in which archive they see. Members of the other one are listed as hidden.`,
      { offset: second },
    );
  } else if (found.central !== undefined) {
    log.add(
      'zip.second-directory',
      'warning',
      `Central directory headers stand at byte ${found.central.toLocaleString('en')}, outside the central directory.`,
      { offset: found.central },
    );
  }
}

/** https://source.android.com/docs/security/features/apksigning/v2#apk-signing-block-format */
async function endsApkSigningBlock(source: ByteSource, end: number): Promise<boolean> {
  const MAGIC = 'APK Sig Block 42';
  const bytes = await source.bytes(end - MAGIC.length, end);
  return String.fromCharCode(...bytes) === MAGIC;
}
