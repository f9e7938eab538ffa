import { describe, expect, test } from 'vitest';
import { BufferSource, type ByteStream } from '../../src/core/base/byte-source.ts';
import { concatBytes, encodeUtf8, equalBytes } from '../../src/core/base/bytes.ts';
import type { Step } from '../../src/core/model/source.ts';
import { faultOf, isView, openSteps, randomAccess } from '../../src/core/unpack/open-ref.ts';
import { pulled } from '../../src/core/unpack/pulled.ts';
import { tar as reader } from '../../src/core/unpack/tar.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { gzipMember } from '../fixtures/gzip.ts';
import { file, tar } from '../fixtures/tar.ts';
import { contextWith, prose, streamed, text } from '../fixtures/unpacking.ts';

async function all(stream: ByteStream): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of stream) parts.push(new Uint8Array(chunk));
  return concatBytes(parts);
}

/** What a stream gives, and the fault it ends with. */
async function ending(stream: ByteStream) {
  let got = '';
  try {
    for await (const chunk of stream) got += text(chunk);
  } catch (thrown) {
    return { got, fault: faultOf(thrown)?.code ?? String(thrown) };
  }
  return { got, fault: undefined };
}

const source = (content: string | Uint8Array): BufferSource =>
  new BufferSource(typeof content === 'string' ? encodeUtf8(content) : content);
const slice = (start: number, end: number): Step => ({ op: 'slice', start, end });
const gunzip: Step = { op: 'decode', codec: 'gzip' };

describe('steps', () => {
  test('none: the source itself; slices of slices', async () => {
    expect(text(await all(openSteps(source('hello'), [], contextWith())))).toBe('hello');
    expect(text(await all(openSteps(source('0123456789'), [slice(2, 9), slice(1, 4)], contextWith())))).toBe(
      '345',
    );
  });

  test('a member of a tar, in a gzip, in a tar', async () => {
    const inner = tar([file('a', 'x'.repeat(600)), file('b', 'found')]);
    const outer = tar([file('inner.tar.gz', gzipMember(inner))]);
    const [member] = streamed(reader, outer).members;
    const found = streamed(reader, inner).members[1]?.entry;
    const steps = [...(member?.entry.steps ?? []), gunzip, ...(found?.steps ?? [])];
    expect(text(await all(openSteps(source(outer), steps, contextWith())))).toBe('found');
  });

  test('a sparse file inside a decoded stream', async () => {
    const steps: Step[] = [
      gunzip,
      slice(1, 5),
      {
        op: 'sparse',
        map: [
          [2, 3],
          [7, 1],
        ],
        size: 10,
      },
    ];
    const found = await all(openSteps(source(gzipMember('.abcd.')), steps, contextWith()));
    expect(text(found)).toBe('\0\0abc\0\0d\0\0');
  });
});

describe('what cannot be had whole ends with a fault, after what could', () => {
  test('a slice beyond the end, of a source and of a stream', async () => {
    const cut = { got: '89', fault: 'bytes.missing' };
    expect(await ending(openSteps(source('0123456789'), [slice(8, 20)], contextWith()))).toEqual(cut);
    expect(
      await ending(openSteps(source(gzipMember('0123456789')), [gunzip, slice(8, 20)], contextWith())),
    ).toEqual(cut);
  });

  test('a damaged stream; but not when what was asked for stands before the damage', async () => {
    const damaged = source(gzipMember('0123456789', { crc32: 1 }));
    expect(await ending(openSteps(damaged, [gunzip], contextWith()))).toEqual({
      got: '0123456789',
      fault: 'gzip.crc',
    });
    expect(await ending(openSteps(damaged, [gunzip, slice(2, 4)], contextWith()))).toEqual({
      got: '23',
      fault: undefined,
    });
  });

  test('a sparse file that stores too little, or expands too far', async () => {
    const short: Step[] = [{ op: 'sparse', map: [[0, 9]], size: 20 }];
    expect(await ending(openSteps(source('abc'), short, contextWith()))).toEqual({
      got: 'abc',
      fault: 'bytes.missing',
    });
    const far: Step[] = [{ op: 'sparse', map: [[0, 3]], size: 1_000_000 }];
    const { fault } = await ending(openSteps(source('abc'), far, contextWith({ expandedPerCase: 1000 })));
    expect(fault).toBe('limit.expanded-per-case');
  });

  test('an abort is thrown as it is', async () => {
    const abort = new AbortController();
    abort.abort(new Error('enough'));
    const context = { ...contextWith(), signal: abort.signal };
    expect((await ending(openSteps(source(gzipMember('x')), [gunzip], context))).fault).toBe('Error: enough');
  });

  test('an encrypted member without a password', async () => {
    const step: Step = {
      op: 'unzip-encrypted',
      start: 0,
      end: 4,
      scheme: 'zipcrypto',
      size: 1,
      crc32: 0,
      name: 'secret',
    };
    expect((await ending(openSteps(source('PK..'), [step], contextWith()))).fault).toBe('zip.encrypted');
    expect((await ending(openSteps(source(gzipMember('PK..')), [gunzip, step], contextWith()))).fault).toBe(
      'zip.encrypted',
    );
  });
});

describe('random access', () => {
  test('slices of the source are views: nothing is held', async () => {
    const context = contextWith();
    const steps = [slice(2, 9), slice(1, 4)];
    const found = await randomAccess(source('0123456789'), steps, 0, context);
    expect(isView(steps)).toBe(true);
    expect(found.ok && text(await found.value.bytes(0, 99))).toBe('345');
    expect(context.budget.used('held')).toBe(0);
  });

  test('anything else is decoded into memory, and counted', async () => {
    const context = contextWith();
    const found = await randomAccess(source(gzipMember(prose(5000))), [gunzip], 5000, context);
    expect(found.ok && equalBytes(await found.value.bytes(0, 5000), prose(5000))).toBe(true);
    expect(context.budget.used('held')).toBe(5000);
    expect(context.budget.used('expanded')).toBe(5000);
  });

  test('over a limit, or damaged: a fault, and nothing stays held', async () => {
    const packed = source(gzipMember(prose(5000)));
    const damaged = source(gzipMember(prose(5000), { length: 1 }));
    for (const [from, limit, context, code] of [
      [packed, 4999, contextWith(), 'limit.parsed'],
      [packed, 5000, contextWith({ heldPerCase: 4999 }), 'limit.held-per-case'],
      [damaged, 5000, contextWith(), 'gzip.length'],
    ] as const) {
      const found = await randomAccess(from, [gunzip], limit, context);
      expect(found).toMatchObject({ ok: false, error: { code } });
      expect(context.budget.used('held')).toBe(0);
    }
  });
});

describe('a decoder that is pulled', () => {
  test('does not run ahead of its reader without end', async () => {
    let written = 0;
    const stream = pulled(async (write) => {
      for (let i = 0; i < 100; i++) {
        await write(new Uint8Array(100_000));
        written++;
      }
      return { complete: true, faults: [], consumed: 0, produced: 0 };
    });
    await stream.next();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(written).toBeLessThan(6);
    let chunks = 1;
    for (let next = await stream.next(); next.done !== true; next = await stream.next()) chunks++;
    expect(chunks).toBe(100);
  });

  test('ends when its reader leaves, and lets go of what it has', async () => {
    let released = false;
    const stream = pulled(async (write) => {
      try {
        for (;;) await write(new Uint8Array(100_000));
      } finally {
        released = true;
      }
    });
    for await (const _ of stream) break;
    expect(released).toBe(true);
  });

  test('a failure of the decoder reaches the reader after the chunks before it', async () => {
    const stream = pulled(async (write) => {
      await write(encodeUtf8('before'));
      throw new Error('broken');
    });
    expect(await ending(stream)).toEqual({ got: 'before', fault: 'Error: broken' });
  });
});

describeCorpus('bombs in bombs', () => {
  const bomb = (name: string): BufferSource => new BufferSource(corpusBytes('hostile', 'gen', 'bomb', name));

  test('zeros-10GB.gz.gz stops at the limit', async () => {
    const context = contextWith({ expandedPerCase: 2 ** 26 });
    let length = 0;
    const thrown = await (async () => {
      for await (const chunk of openSteps(bomb('zeros-10GB.gz.gz'), [gunzip, gunzip], context))
        length += chunk.length;
    })().catch((error: unknown) => error);
    expect(faultOf(thrown)?.code).toBe('limit.expanded-per-case');
    expect(length).toBeLessThan(2 ** 26);
  });

  test('tar-10M-headers.tar.gz.gz stops at the entries', async () => {
    const tarReader = reader.open({ entry: () => {}, data: () => {}, end: () => {} }, contextWith());
    for await (const chunk of openSteps(bomb('tar-10M-headers.tar.gz.gz'), [gunzip, gunzip], contextWith())) {
      tarReader.push(chunk);
      if (tarReader.stopped) break;
    }
    const { entries, faults, complete } = tarReader.finish();
    expect({ entries, complete }).toEqual({ entries: 200_000, complete: false });
    expect(faults.map(({ code }) => code)).toContain('limit.entries-per-archive');
  });

  test.each(['longlink-stacked.tar.gz', 'pax-stacked.tar.gz'])(
    '%s stops at the sixteenth record',
    async (name) => {
      const packed = new BufferSource(corpusBytes('hostile', 'gen', 'tar', name));
      const found = streamed(reader, await all(openSteps(packed, [gunzip], contextWith())));
      expect(found.faults.map(({ code }) => code)).toEqual(['limit.stacked-records']);
    },
  );
});
