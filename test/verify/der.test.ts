import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex } from '../../src/core/base/bytes.ts';
import { DEFAULT_LIMITS } from '../../src/core/base/limits.ts';
import { readDer, TAG } from '../../src/core/verify/der.ts';
import { oidText, timeValue, unsignedBytes } from '../../src/core/verify/der-values.ts';
import { encodeDer, encodeOid, encodeUnsigned } from '../../src/core/verify/der-write.ts';
import { readTimestampResponse } from '../../src/core/verify/rfc3161.ts';
import { timeText } from '../../src/core/verify/window.ts';
import { readCertificate } from '../../src/core/verify/x509.ts';
import { makeLeaf, makeStamp } from '../fixtures/sigstore.ts';

const bytes = (hex: string) => fromHex(hex.replaceAll(' ', '')) ?? new Uint8Array(0);
const message = (hex: string): string => {
  const read = readDer(bytes(hex));
  return read.ok ? 'read' : read.error.message;
};

describe('readDer', () => {
  test.each([
    ['', 'at byte 0, the value ends too early'],
    ['30', 'at byte 0, the value ends too early'],
    ['30 03 02 01 01 00', 'at byte 5, bytes follow the end of the value'],
    ['30 80 00 00', 'at byte 1, an indefinite length'],
    ['04 81 01 00', 'at byte 1, a length that is not minimal'],
    ['04 82 00 80', 'at byte 1, a length that is not minimal'],
    ['04 85 00 00 00 00 01 00', 'at byte 1, a length of 5 bytes'],
    ['04 02 00', 'at byte 0, a length of 2 bytes that goes past the end'],
    ['30 04 04 03 00 00', 'at byte 2, a length of 3 bytes that goes past the end'],
    ['1f 81 00 00', 'at byte 0, a tag number above 30'],
    ['02 00', 'at byte 0, an empty integer'],
    ['02 02 00 7f', 'at byte 0, an integer that is not minimal'],
    ['02 02 ff 80', 'at byte 0, an integer that is not minimal'],
    ['01 01 01', 'at byte 0, a boolean that is not 00 or FF'],
    ['03 00', 'at byte 0, a bit string without its count of unused bits'],
    ['03 02 08 00', 'at byte 0, a bit string with a wrong count of unused bits'],
    ['03 02 01 01', 'at byte 0, a bit string with unused bits set'],
    ['05 01 00', 'at byte 0, a null with content'],
    ['06 02 2a 80', 'at byte 0, an object identifier that ends early'],
    ['06 03 2a 80 01', 'at byte 0, an object identifier that is not minimal'],
    ['24 03 04 01 00', 'at byte 0, a constructed value of type 4'],
  ])('%s', (hex, why) => {
    expect(message(hex)).toBe(`This is not DER: ${why}.`);
  });

  test('a depth, a number of values and a size just under the limit are read; one more is named', () => {
    const nested = (depth: number) => {
      let value = encodeDer(TAG.null);
      for (let i = 1; i < depth; i++) value = encodeDer(TAG.sequence, value);
      return readDer(value);
    };
    expect(nested(DEFAULT_LIMITS.derDepth).ok).toBe(true);
    expect(nested(DEFAULT_LIMITS.derDepth + 1)).toMatchObject({
      ok: false,
      error: { code: 'limit.der-depth' },
    });
    const limits = { ...DEFAULT_LIMITS, derValues: 4, derBytes: 10 };
    const wide = (count: number) =>
      readDer(encodeDer(TAG.sequence, ...Array(count).fill(encodeDer(TAG.null))), limits);
    expect(wide(3).ok).toBe(true);
    expect(wide(4)).toMatchObject({ ok: false, error: { code: 'limit.der-values' } });
    expect(readDer(encodeDer(TAG.octetString, new Uint8Array(8)), limits).ok).toBe(true);
    expect(readDer(encodeDer(TAG.octetString, new Uint8Array(9)), limits)).toMatchObject({
      error: { code: 'limit.der-bytes' },
    });
  });

  test('what is written is read back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (content) => {
        const octets = readDer(encodeDer(TAG.octetString, content));
        expect(octets.ok && [...octets.value.content]).toEqual([...content]);
        const integer = readDer(encodeUnsigned(content));
        const stripped = [...content].slice(
          Math.min(content.findIndex((byte) => byte !== 0) >>> 0, content.length - 1),
        );
        expect(integer.ok && [...(unsignedBytes(integer.value) ?? [])]).toEqual(stripped);
      }),
      { seed: 7 },
    );
  });

  test.each(['2.5.29.15', '1.3.6.1.4.1.57264.1.8', '2.999.18446744073709551615', '0.9.2342'])(
    'object identifier %s',
    (oid) => {
      const read = readDer(encodeOid(oid));
      const tooLong = oid.includes('18446744073709551615');
      expect(read.ok ? oidText(read.value) : 'refused').toBe(tooLong ? 'refused' : oid);
    },
  );
});

describe('times', () => {
  const at = (tag: number, text: string, fractions = false): string => {
    const read = readDer(encodeDer(tag, new TextEncoder().encode(text)));
    const time = read.ok ? timeValue(read.value, fractions) : undefined;
    return time === undefined ? 'none' : timeText(time);
  };

  test.each([
    [TAG.utcTime, '240229120000Z', '2024-02-29T12:00:00Z'],
    [TAG.utcTime, '491231235959Z', '2049-12-31T23:59:59Z'],
    [TAG.utcTime, '500101000000Z', '1950-01-01T00:00:00Z'],
    [TAG.generalizedTime, '20500101000000Z', '2050-01-01T00:00:00Z'],
    [TAG.utcTime, '230229120000Z', 'none'],
    [TAG.utcTime, '2402291200Z', 'none'],
    [TAG.utcTime, '240229120000+0100', 'none'],
    [TAG.utcTime, '240229120060Z', 'none'],
    [TAG.generalizedTime, '20240229120000.5Z', 'none'],
  ])('%i %s', (tag, text, time) => {
    expect(at(tag, text)).toBe(time);
  });

  test('fractions of a second in timestamps, without a zero at their end', () => {
    expect(at(TAG.generalizedTime, '20240229120000.25Z', true)).toBe('2024-02-29T12:00:00.250Z');
    expect(at(TAG.generalizedTime, '20240229120000.50Z', true)).toBe('none');
  });
});

describe('certificates and timestamps', () => {
  test.each([
    ['certificate', makeLeaf(), readCertificate],
    ['timestamp', makeStamp(new Uint8Array(8)), readTimestampResponse],
  ] as const)(
    'a %s with bytes changed, cut out or put in is read or refused, and never breaks the reader',
    (_, good, reader) => {
      fc.assert(
        fc.property(fc.nat(good.length - 1), fc.nat(255), fc.nat(12), (at, value, cut) => {
          const changed = Uint8Array.from([...good.slice(0, at), value, ...good.slice(at + cut)]);
          const read = reader(changed);
          expect(read.ok || read.error.message.length > 0).toBe(true);
        }),
        { seed: 3, numRuns: 2000 },
      );
    },
  );
});
