import { expect, it } from 'vitest';
import { shownRows } from '../../../src/app/frame/source-rows.ts';
import { source } from '../rows.ts';

const rows = [
  source('image', { depth: 0, hasChildren: true }),
  source('layer 1', { depth: 1, parent: 'image', hasChildren: true }),
  source('a.jar', { depth: 2, parent: 'layer 1', hasChildren: true }),
  source('b.jar', { depth: 3, parent: 'a.jar' }),
  source('layer 2', { depth: 1, parent: 'image' }),
];
const ids = (toggled: readonly string[]): readonly string[] =>
  shownRows(rows, new Set(toggled)).map((row) => row.id);

it('an image shows its layers, not what lies in them', () => {
  expect(ids([])).toEqual(['image', 'layer 1', 'layer 2']);
});

it('an opened row shows what is directly below it', () => {
  expect(ids(['layer 1'])).toEqual(['image', 'layer 1', 'a.jar', 'layer 2']);
  expect(ids(['layer 1', 'a.jar'])).toEqual(['image', 'layer 1', 'a.jar', 'b.jar', 'layer 2']);
});

it('a closed row hides all below it, opened or not', () => {
  expect(ids(['image', 'layer 1'])).toEqual(['image']);
});
