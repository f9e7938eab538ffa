import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BufferSource } from '../../src/core/base/byte-source.ts';
import { concatBytes } from '../../src/core/base/bytes.ts';
import { openSteps } from '../../src/core/unpack/open-ref.ts';
import { tar as reader } from '../../src/core/unpack/tar.ts';
import {
  device,
  directory,
  fifo,
  file,
  gnuLongName,
  hardlink,
  type Member,
  pax,
  sparse,
  symlink,
  tar,
} from '../fixtures/tar.ts';
import { contextWith, listed, streamed } from '../fixtures/unpacking.ts';

const names = fc.stringMatching(/^[a-zé][a-z.é]{0,12}(\/[a-z]{1,8}){0,4}$/);
const contents = fc.uint8Array({ maxLength: 3000 });
const extra = fc.record({
  mode: fc.nat(0o7777),
  uid: fc.nat(2 ** 40),
  mtime: fc.integer({ min: -9, max: 2 ** 40 }),
});
const dialects = fc.constantFrom('ustar', 'gnu', 'v7', 'star');

const segments = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 900 }), fc.uint8Array({ minLength: 1, maxLength: 700 })), {
    maxLength: 30,
  })
  .map((gaps) => {
    let at = 0;
    return gaps.map(([gap, content]) => {
      const offset = at + gap;
      at = offset + content.length;
      return [offset, content] as const;
    });
  });

/** One or more members of the writer that belong together. */
const part: fc.Arbitrary<Member[]> = fc.oneof(
  fc
    .tuple(names, contents, extra, dialects)
    .map(([name, content, fields, dialect]) => [file(name, content, { ...fields, dialect })]),
  fc.tuple(names, names).map(([name, target]) => [symlink(name, target)]),
  fc.tuple(names, names).map(([name, target]) => [hardlink(name, target)]),
  names.map((name) => [directory(name)]),
  names.map((name) => [fifo(name)]),
  names.map((name) => [device(name, 'c', 1, 5)]),
  fc
    .tuple(names, contents)
    .map(([name, content]) => [pax({ path: `long/${name}`.repeat(9) }), file('cut', content)]),
  fc
    .tuple(names, contents)
    .map(([name, content]) => [gnuLongName(`long/${name}`.repeat(9)), file('cut', content)]),
  fc
    .tuple(names, segments, fc.constantFrom('old-gnu', 'pax-0.0', 'pax-0.1', 'pax-1.0'), fc.nat(5000))
    .map(([name, map, form, hole]) => {
      const [offset, content] = map.at(-1) ?? [0, new Uint8Array(0)];
      return sparse(name, map, offset + content.length + hole, form);
    }),
);

const archives = fc
  .tuple(fc.array(part, { maxLength: 12 }), fc.nat(3))
  .map(([parts, endBlocks]) => tar(parts.flat(), { endBlocks }));

test('however a tar is cut into chunks, the same members, data and faults come out', () => {
  fc.assert(
    fc.property(
      archives,
      fc.array(fc.integer({ min: 1, max: 1500 }), { minLength: 1, maxLength: 20 }),
      (bytes, lengths) => {
        expect(streamed(reader, bytes, contextWith(), lengths)).toEqual(streamed(reader, bytes));
      },
    ),
    { numRuns: 60, seed: 1 },
  );
});

test('the random reader sees what the streaming reader sees, and its steps lead to the same bytes', async () => {
  await fc.assert(
    fc.asyncProperty(archives, async (bytes) => {
      const stream = streamed(reader, bytes);
      const listing = await listed(reader, bytes);
      expect(listing.entries).toEqual(stream.members.map(({ entry }) => entry));
      expect({ faults: listing.faults, complete: listing.complete }).toEqual({
        faults: stream.faults,
        complete: stream.complete,
      });
      for (const { entry, data, whole } of stream.members) {
        expect(whole).toBe(true);
        expect(data.length).toBe(entry.size);
        if (entry.steps.length === 0) continue;
        const parts: Uint8Array[] = [];
        for await (const chunk of openSteps(new BufferSource(bytes), entry.steps, contextWith())) {
          parts.push(new Uint8Array(chunk));
        }
        expect(concatBytes(parts)).toEqual(data);
      }
    }),
    { numRuns: 100, seed: 2 },
  );
});

test('what the writer was given is what the reader finds', () => {
  const member = fc.tuple(names, contents, extra);
  fc.assert(
    fc.property(fc.array(member, { maxLength: 8 }), (members) => {
      const found = streamed(
        reader,
        tar(members.map(([name, content, fields]) => file(name, content, fields))),
      );
      expect(
        found.members.map(({ entry, data }) => [entry.path, data, entry.mode, entry.uid, entry.mtime]),
      ).toEqual(members.map(([name, content, { mode, uid, mtime }]) => [name, content, mode, uid, mtime]));
      expect(found.faults.filter(({ severity }) => severity === 'error')).toEqual([]);
    }),
    { numRuns: 150, seed: 3 },
  );
});

test('damaged anywhere: no crash, every error says where, both readers agree', async () => {
  const edit = fc.record({ at: fc.nat(), byte: fc.nat(255), cut: fc.option(fc.nat()) });
  await fc.assert(
    fc.asyncProperty(archives, fc.array(edit, { minLength: 1, maxLength: 4 }), async (whole, edits) => {
      let bytes = new Uint8Array(whole);
      for (const { at, byte, cut } of edits) {
        if (bytes.length > 0) bytes[at % bytes.length] = byte;
        if (cut !== null) bytes = bytes.subarray(0, cut % (bytes.length + 1));
      }
      const stream = streamed(reader, bytes, contextWith(), [700]);
      const listing = await listed(reader, bytes);
      expect(listing.entries.map(({ path, headerOffset, size }) => [path, headerOffset, size])).toEqual(
        stream.members.map(({ entry: { path, headerOffset, size } }) => [path, headerOffset, size]),
      );
      // Only the streaming reader expands holes, and may have to refuse.
      const but = ({ code }: { code: string }): boolean => !code.startsWith('limit.');
      expect(listing.faults.filter(but)).toEqual(stream.faults.filter(but));
      for (const found of stream.faults) expect(found.offset).toBeTypeOf('number');
      const incomplete = stream.faults.some(({ severity }) => severity === 'error');
      expect(stream.complete).toBe(!incomplete);
    }),
    { numRuns: 500, seed: 4 },
  );
});
