import { it, expect } from 'vitest';
import { shortestWay } from '../../src/core/graph/reach.ts';
import { focus } from '../../src/core/graph/focus.ts';
import { packages } from '../fixtures/graph.ts';
it('x', () => {
  let bad = 0;
  for (let r = 0; r < 40; r++) for (let n = 2; n < 400; n += 7) { const G = packages(n, r * 31 + n, 1 + (r % 3)); for (let i = 0; i < 6; i++) { const t = (i * 37 + r) % n; const w = shortestWay(G, [0], t); focus(G,{kind:'why',target:t}); if (w && w.at(-1) !== t && bad++ < 5) console.log('BAD', n, r, t, w, String(shortestWay)); } }
  expect(bad).toBe(0);
});
