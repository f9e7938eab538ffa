import { describe, expect, it } from 'vitest';
import { err, fault, ok, type Result } from '../../src/core/base/result.ts';

describe('result', () => {
  const half = (value: number): Result<number> =>
    value % 2 === 0 ? ok(value / 2) : err(fault('half.odd', 'error', `${value} has no half.`));

  it('is a value or an error, told apart by `ok`', () => {
    expect(half(8)).toEqual({ ok: true, value: 4 });
    expect(half(7)).toEqual({
      ok: false,
      error: { code: 'half.odd', severity: 'error', message: '7 has no half.' },
    });
  });

  it('says where only what is known', () => {
    expect(fault('tar.checksum', 'warning', 'A sum is wrong.', { entry: 'a/b', offset: 0 })).toEqual({
      code: 'tar.checksum',
      severity: 'warning',
      message: 'A sum is wrong.',
      entry: 'a/b',
      offset: 0,
    });
    const bare = fault('tar.checksum', 'info', 'A sum is wrong.', { entry: undefined, offset: undefined });
    expect(Object.keys(bare)).toEqual(['code', 'severity', 'message']);
  });
});
