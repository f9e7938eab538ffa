import { expect, it } from 'vitest';
import { PathIndex } from '../../src/core/flag/path-index.ts';

it.each([
  ['opt/drop', ['opt/drop', 'opt/drop/a', 'x/opt/drop/a/b'], ['opt/dropped', 'drop/opt', 'xopt/drop']],
  ['/opt/drop/', ['opt/drop/a'], ['x/opt/drop/a']],
  ['*.evil.js', ['a/b.evil.js', 'b.evil.js'], ['a/b.evil.jsx', 'evil.js']],
  ['a/*/c.js', ['a/b/c.js', 'x/a/b/c.js'], ['a/c.js', 'a/b/b/c.js']],
  ['a/**/c.js', ['a/c.js', 'a/b/b/c.js'], ['b/c.js']],
  ['**/node_modules/x?/**', ['node_modules/xy/a/b', 'q/node_modules/xz/a'], ['node_modules/x/a']],
  ['**/**/**/**/[a]{b}', ['z/[a]{b}'], ['z/ab']],
  ['/*', ['a'], ['a/b']],
])('%s', (glob, matching, others) => {
  const index = new PathIndex<string>();
  index.add(glob, glob);
  for (const path of matching) expect([path, index.match(path)]).toEqual([path, [glob]]);
  for (const path of others) expect([path, index.match(path)]).toEqual([path, []]);
});
