import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { squash } from '../../src/core/image/squash.ts';
import { layer } from '../fixtures/layers.ts';

/** Names that stand on both sides of "/" in code unit order. */
const segment = fc.constantFrom('a', 'b', 'a-b', 'a.b', 'a0');
const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
const folder = fc.array(segment, { maxLength: 3 }).map((parts) => parts.join('/'));
const within = (directory: string, name: string) => (directory === '' ? name : `${directory}/${name}`);

const member = fc.oneof(
  { weight: 4, arbitrary: path },
  { weight: 4, arbitrary: path.map((text) => `${text}/`) },
  { weight: 1, arbitrary: fc.tuple(path, path).map(([from, to]) => `${from} -> /${to}`) },
  { weight: 2, arbitrary: fc.tuple(folder, segment).map(([at, name]) => within(at, `.wh.${name}`)) },
  { weight: 1, arbitrary: folder.map((at) => within(at, '.wh..wh..opq')) },
);
const stack = fc.array(fc.array(member, { maxLength: 8 }), { minLength: 1, maxLength: 5 });

interface Standing {
  readonly layer: number;
}

/** The rules of layer.md written down once more, as plainly as they can be: every path against every rule. */
function model(layers: readonly (readonly string[])[]) {
  const standing = new Map<string, Standing>();
  const fates = new Map<string, string>();
  layers.forEach((members, n) => {
    const own = new Map<string, boolean>();
    const hides: ((path: string) => boolean)[] = [];
    for (const text of members) {
      const written = text.replace(/ -> .*/, '').replace(/\/$/, '');
      const [, directory = '', name = ''] = /^(?:(.*)\/)?([^/]*)$/.exec(written) ?? [];
      if (name === '.wh..wh..opq')
        hides.push((lower) => directory === '' || lower.startsWith(`${directory}/`));
      else if (name.startsWith('.wh.')) {
        const target = within(directory, name.slice(4));
        hides.push((lower) => lower === target || lower.startsWith(`${target}/`));
      } else own.set(written, text.endsWith('/'));
    }
    for (const [mine, directory] of own) if (!directory) hides.push((lower) => lower.startsWith(`${mine}/`));
    for (const [lower, { layer: from }] of [...standing]) {
      if (!own.has(lower) && !hides.some((hidden) => hidden(lower))) continue;
      standing.delete(lower);
      const stays = [...own.keys()].some((mine) => mine === lower || mine.startsWith(`${lower}/`));
      fates.set(`${lower} ${from}`, `${stays ? 'replaced' : 'removed'} by ${n}`);
    }
    for (const mine of own.keys()) {
      standing.set(mine, { layer: n });
      fates.set(`${mine} ${n}`, 'present');
    }
    // What an extractor would make on the way.
    for (const mine of own.keys()) {
      for (let at = mine.lastIndexOf('/'); at > 0; at = mine.lastIndexOf('/', at - 1)) {
        const parent = mine.slice(0, at);
        if (standing.has(parent)) continue;
        standing.set(parent, { layer: n });
        fates.set(`${parent} ${n}`, 'present');
      }
    }
  });
  return { standing, fates };
}

describe('any stack of layers', () => {
  it('ends in the tree, the fates, the directories and the removals that the rules give', () => {
    fc.assert(
      fc.property(stack, (layers) => {
        const tree = squash(layers.map((members) => layer(...members)));
        const { standing, fates } = model(layers);
        const found = [...tree.entries()].map(({ path: at, layer: from }) => [at, from]);
        expect(found).toEqual(
          [...standing]
            .map(([at, { layer: from }]) => [at, from])
            .sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
        );

        for (const [key, fate] of fates) {
          const [at = '', from = ''] = key.split(' ');
          const got = tree.fate(at, Number(from));
          expect(got?.state === 'present' ? 'present' : `${got?.state} by ${got?.by}`).toBe(fate);
        }
        const everywhere = new Set([...fates.keys()].map((key) => key.split(' ')[0] ?? ''));
        const below = (at: string) =>
          [...standing.keys()].filter((other) => other.startsWith(at === '' ? '' : `${at}/`));
        for (const at of ['', ...everywhere]) {
          const skip = at === '' ? 0 : at.length + 1;
          const names = below(at).map((other) => other.slice(skip).split('/')[0] ?? '');
          expect(tree.children(at)).toEqual([...new Set(names)].sort());
        }
        const gone = [...everywhere].filter((at) => !standing.has(at) && below(at).length === 0).sort();
        expect([...tree.removed()].map(({ entry }) => entry.path)).toEqual(gone);
      }),
      { seed: 20_260_101, numRuns: 1_500 },
    );
  });

  it('does not depend on the order within a layer, but for a path that is there twice', () => {
    const shuffled = stack.chain((layers) =>
      fc.tuple(
        fc.constant(layers),
        fc.tuple(
          ...layers.map((members) => fc.shuffledSubarray([...members], { minLength: members.length })),
        ),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([layers, others]) => {
        const once = (members: readonly string[]) => {
          const paths = members.map((text) => text.replace(/ -> .*/, '').replace(/\/$/, ''));
          return new Set(paths).size === paths.length;
        };
        fc.pre(layers.every(once));
        const view = (stacked: readonly (readonly string[])[]) => {
          const tree = squash(stacked.map((members) => layer(...members)));
          return [...tree.entries()].map(({ path: at, type, layer: from }) => [
            at,
            type,
            from,
            tree.marks(at),
          ]);
        };
        expect(view(others)).toEqual(view(layers));
      }),
      { seed: 20_260_102, numRuns: 500 },
    );
  });
});
