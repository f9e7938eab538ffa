import { describe, expect, it, vi } from 'vitest';
import { RowWindow } from '../../../src/app/state/row-window.svelte.ts';

const settle = () => new Promise((resolve) => setTimeout(resolve));

/** A table of `total` rows that are their own numbers, plus `shift`. */
function table(total: number, shift = 0) {
  return vi.fn(async (offset: number, limit: number) => ({
    version: 1,
    total,
    all: total,
    offset,
    rows: Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, i) => offset + i + shift),
  }));
}

describe('a window on a long table', () => {
  it('asks for what is seen and some around it, never for all', async () => {
    const rows = new RowWindow<number>();
    const ask = table(100_000);
    rows.question('all', 1, ask);
    rows.see(50_000, 50_030);
    await settle();
    expect(rows.total).toBe(100_000);
    expect(rows.row(50_000)).toBe(50_000);
    expect(rows.row(50_030)).toBe(50_030);
    expect(rows.row(0)).toBeUndefined();
    expect(Math.max(...ask.mock.calls.map(([, limit]) => limit))).toBeLessThan(400);
  });

  it('asks nothing while it holds what is seen', async () => {
    const rows = new RowWindow<number>();
    const ask = table(1000);
    rows.question('all', 1, ask);
    rows.see(0, 20);
    await settle();
    const before = ask.mock.calls.length;
    rows.see(10, 40);
    await settle();
    expect(ask.mock.calls.length).toBe(before);
  });

  it('a new version asks again; the old rows stay until then', async () => {
    const rows = new RowWindow<number>();
    rows.question('all', 1, table(100));
    await settle();
    rows.question('all', 2, table(100, 1000));
    expect(rows.row(5)).toBe(5);
    await settle();
    expect(rows.row(5)).toBe(1005);
  });

  it('an answer to an old question is not shown', async () => {
    const rows = new RowWindow<string>();
    const release: (() => void)[] = [];
    const slow = (label: string) => async (offset: number) => {
      await new Promise<void>((resolve) => release.push(resolve));
      return { version: 1, total: 1, all: 1, offset, rows: [label] };
    };
    rows.question('a', 1, slow('old'));
    rows.question('b', 1, slow('new'));
    release.shift()?.();
    await settle();
    expect(rows.page).toBeUndefined();
    release.shift()?.();
    await settle();
    expect(rows.row(0)).toBe('new');
  });

  it('a table that answers with fewer rows than it has is not asked for ever', async () => {
    const rows = new RowWindow<number>();
    const ask = vi.fn(async (offset: number) => ({
      version: 1,
      total: 500,
      all: 500,
      offset,
      rows: [offset],
    }));
    rows.question('odd', 1, ask);
    rows.see(0, 40);
    await settle();
    expect(ask.mock.calls.length).toBeLessThan(6);
  });
});
