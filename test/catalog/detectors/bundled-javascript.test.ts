import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../../src/core/base/bytes.ts';
import { ContentScan } from '../../../src/core/catalog/detectors/content-scan.ts';
import { LIBRARY_PATTERNS } from '../../../src/core/catalog/detectors/library-patterns.ts';

function seenIn(text: string): readonly string[] {
  const scan = new ContentScan();
  const bytes = encodeUtf8(text);
  scan.begin('srv/www/app.js', bytes.length);
  scan.data(bytes);
  return scan
    .end()
    .filter(({ kind }) => kind === 'bundled.javascript')
    .map(({ detail }) => detail);
}

describe('a copied library is told by what it says of itself', () => {
  it.each([
    ['/*! jQuery v1.12.4 | (c) jQuery Foundation | jquery.org/license */', 'jquery@1.12.4'],
    [
      '!function(e){var f="1.11.1",x=function(){};n.fn=n.prototype={jquery:f,constructor:n}}',
      'jquery@1.11.1',
    ],
    ['n.fn=n.prototype={jquery:"3.4.1",constructor:n}', 'jquery@3.4.1'],
    ['/**\n * @license\n * Lodash <https://lodash.com/>\n */', undefined],
    ['/*\n * @license\n * Lo-Dash 2.4.1 lodash.com/license | Underscore.js 1.5.2 */', 'lodash@2.4.1'],
    ['/*!\n * Vue.js v2.6.10\n * (c) 2014-2019 Evan You */', 'vue@2.6.10'],
    ['a={product:"Highcharts",version:"6.0.7",deg2rad:1}', 'highcharts@6.0.7'],
    ['/** @license React v16.4.1\n * react-dom.production.min.js\n */', 'react-dom@16.4.1'],
    ['x.jquery:{min:1}, requires jQuery v1.9 or later', undefined],
    ['// Based on Underscore.js 1.8.3', undefined],
  ])('%s', (text, library) => {
    expect(seenIn(text)).toEqual(library === undefined ? [] : [library]);
  });
});

describe('what RetireJS knows libraries by', () => {
  it.each(LIBRARY_PATTERNS.map(([npm, keyword, lead, pattern]) => ({ npm, keyword, lead, pattern })))(
    '$npm by $keyword is looked at in bounded time',
    ({ keyword, lead, pattern }) => {
      const bare = pattern.replace(/\\./gs, 'x').replace(/\[[^\]]+\]/g, 'c');
      // Every repetition has an end, and none is of a group that holds one.
      expect(bare).not.toMatch(/[*+]|\{\d+,\}/);
      expect(bare).not.toMatch(/\{[\d,]+\}[^(]*\)\{(?!0,1)/);
      expect(bare.match(/\.\{\d+,\d+\}/g)?.length ?? 0).toBeLessThanOrEqual(1);
      for (const [, most] of pattern.matchAll(/\{\d+,(\d+)\}/g)) expect(Number(most)).toBeLessThanOrEqual(80);
      expect(keyword.length).toBeGreaterThan(5);
      expect(lead).toBeLessThanOrEqual(160);
      expect(() => new RegExp(pattern)).not.toThrow();
    },
  );
});
