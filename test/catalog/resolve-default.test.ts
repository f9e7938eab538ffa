import { expect, test } from 'vitest';
import { resolveByFate } from '../../src/core/catalog/resolve-default.ts';
import type { FileReading } from '../../src/core/catalog/types.ts';
import { type Found, reading } from '../../src/core/model/reading.ts';
import { FixtureTree, lines } from '../fixtures/tree.ts';

const found = (ref: string, version: string, state: 'present' | 'stated' = 'present'): Found => ({
  ref,
  type: 'library',
  name: ref,
  version,
  place: { path: ref, state },
  how: 'measured',
});

const file = (path: string, layer: number, parts: Parameters<typeof reading>[0]): FileReading => ({
  cataloger: 'any',
  path,
  layer,
  reading: reading(parts),
});

test('facts and relations go where their component went, requirements only stay with what is present', () => {
  const tree = new FixtureTree([{ a: 'x' }, { a: 'y' }]);
  const version = (number: string) => ({
    found: [found('a', number)],
    facts: [{ subject: 'a', field: 'license', value: number, how: 'stated' as const }],
    requires: [{ from: 'a', anyOf: [{ name: number }], scope: 'runtime' as const, rawKind: 'needs' }],
  });
  const out = resolveByFate(tree, [file('a', 1, version('2')), file('a', 0, version('1'))]);
  expect(lines(out)).toEqual(['a@1 removed 0-1', 'a@2 present 1']);
  expect(out.facts.map(({ subject, value }) => [subject, value])).toEqual([
    ['a (layer 0)', '1'],
    ['a', '2'],
  ]);
  expect(out.requires.map(({ from, anyOf }) => [from, anyOf[0]?.name])).toEqual([['a', '2']]);
});

test('a relation to something that nobody found is left out', () => {
  const tree = new FixtureTree([{ a: 'x' }]);
  const relation = (to: string) => ({
    from: 'a',
    to,
    kind: 'dependsOn' as const,
    rawKind: 'needs',
    how: 'stated' as const,
  });
  const out = resolveByFate(tree, [
    file('a', 0, {
      found: [found('a', '1'), found('b', '1')],
      relations: [relation('b'), relation('nowhere')],
    }),
  ]);
  expect(out.relations.map(({ to }) => to)).toEqual(['b']);
});

test('what is stated stays stated when its document is removed, and says when that was', () => {
  const tree = new FixtureTree([{ lock: 'x' }, { lock: null }]);
  const out = resolveByFate(tree, [file('lock', 0, { found: [found('lock', '1', 'stated')] })]);
  expect(out.found[0]?.place).toEqual({ path: 'lock', state: 'stated', layer: 0, removedIn: 1 });
});

test('an incomplete reading makes the whole incomplete; diagnostics of files are not repeated', () => {
  const tree = new FixtureTree([{ a: 'x' }]);
  const fault = { code: 'x', severity: 'error' as const, message: 'x' };
  const out = resolveByFate(tree, [file('a', 0, { complete: false, diagnostics: [fault] })]);
  expect([out.complete, out.diagnostics]).toEqual([false, []]);
});
