import { expect, it } from 'vitest';
import { mergeFacts } from '../../../src/app/inspector/merge-facts.ts';
import type { FactRow } from '../../../src/core/case/views.ts';

const fact = (label: string, value: string, says: string, parts: Partial<FactRow> = {}): FactRow => ({
  label,
  value,
  says,
  absent: undefined,
  how: 'stated',
  pointer: undefined,
  state: undefined,
  ...parts,
});

it('facts that agree are one row with all who say so', () => {
  const [licence, ...rest] = mergeFacts([
    fact('Licence', 'MIT', 'package.json', { pointer: '/license' }),
    fact('Licence', 'MIT', 'package-lock.json'),
  ]);
  expect(rest).toEqual([]);
  expect(licence?.sayers).toEqual(['package.json, /license', 'package-lock.json']);
});

it('facts that differ stay apart, and so does "not stated"', () => {
  const merged = mergeFacts([
    fact('Licence', 'MIT', 'package.json'),
    fact('Licence', 'GPL-3.0-only', 'METADATA'),
    fact('Licence', '', 'status', { absent: 'not-stated' }),
  ]);
  expect(merged.map((one) => [one.value, one.absent])).toEqual([
    ['MIT', undefined],
    ['GPL-3.0-only', undefined],
    ['', 'not-stated'],
  ]);
});

it('the strongest way of knowing stands for the row', () => {
  const [size] = mergeFacts([
    fact('Size', '10', 'status'),
    fact('Size', '10', 'layer 1', { how: 'measured' }),
    fact('Size', '10', 'derived', { how: 'derived' }),
  ]);
  expect(size).toMatchObject({ how: 'measured', says: 'layer 1' });
});
