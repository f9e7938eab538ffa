import { groupBy } from '../../base/group.ts';
import { LIBRARY_PATTERNS } from './library-patterns.ts';
import type { Detector, ScannedFile } from './types.ts';

const VERSION = String.raw`([0-9]{1,3}\.[0-9]{1,3}(?:\.[0-9]{1,4})?(?:-[a-z]{1,8}\.?[0-9]{0,3})?)`;
const banner = (before: string): RegExp => new RegExp(`^${before}${VERSION}`);

/**
 * How a library names itself in its own file, minified or not: the words before the version, from a keyword on.
 * Case and spacing as the projects' release builds have them.
 */
const LIBRARIES: readonly (readonly [npm: string, keyword: string, pattern: RegExp])[] = [
  ['jquery', 'jQuery v', banner('jQuery v')],
  ['jquery', 'jQuery JavaScript Library v', banner('jQuery JavaScript Library v')],
  ['jquery-ui', 'jQuery UI - v', banner('jQuery UI - v')],
  ['jquery-migrate', 'jQuery Migrate - v', banner('jQuery Migrate - v')],
  ['jquery-validation', 'jQuery Validation Plugin', banner('jQuery Validation Plugin(?: -)? v')],
  ['bootstrap', 'Bootstrap v', banner('Bootstrap v')],
  ['bootstrap', '* bootstrap.js v', banner(String.raw`\* bootstrap\.js v`)],
  ['angular', 'AngularJS v', banner('AngularJS v')],
  ['moment', '//! version : ', banner('//! version : ')],
  ['handlebars', 'handlebars v', banner('handlebars v')],
  ['dompurify', '@license DOMPurify ', banner('@license DOMPurify ')],
  ['vue', 'Vue.js v', banner(String.raw`Vue\.js v`)],
  ['underscore', 'Underscore.js ', banner(String.raw`Underscore\.js `)],
  ['backbone', 'Backbone.js ', banner(String.raw`Backbone\.js `)],
  ['knockout', 'Knockout JavaScript library v', banner('Knockout JavaScript library v')],
  ['highlight.js', 'Highlight.js v', banner(String.raw`Highlight\.js v?`)],
  ['chart.js', 'Chart.js v', banner(String.raw`Chart\.js v`)],
  ['axios', 'axios v', banner('axios v')],
  ['swagger-ui', 'swagger-ui - v', banner('swagger-ui - v')],
  ['tinymce', '// TinyMCE version ', banner('// TinyMCE version ')],
  ['select2', 'Select2 ', banner('Select2 ')],
];
const WINDOW = 80;
const BEFORE = 12;
/** What a pattern of RetireJS may look at, from its keyword on. */
const PATTERN_WINDOW = 400;

interface Pattern {
  readonly npm: string;
  /** Characters before the keyword. */
  readonly lead: number;
  readonly source: string;
  compiled?: RegExp;
}

let kept: ReadonlyMap<string, readonly Pattern[]> | undefined;

/** The patterns of RetireJS by their keywords; each is compiled when its keyword is first met. */
function patternsOf(keyword: string): readonly Pattern[] {
  kept ??= groupBy(
    LIBRARY_PATTERNS.map(([npm, key, lead, source]) => ({ npm, key, lead, source })),
    ({ key }) => key,
  );
  return kept.get(keyword) ?? [];
}

function byPattern(file: ScannedFile, offset: number, keyword: string): string | undefined {
  for (const pattern of patternsOf(keyword)) {
    pattern.compiled ??= new RegExp(pattern.source);
    const found = pattern.compiled.exec(file.text(offset - pattern.lead, offset + PATTERN_WINDOW))?.[1];
    const version = /^\d{1,4}\.[0-9][0-9a-z._-]*(?<![._-])/.exec(found ?? '')?.[0];
    if (version !== undefined) return `${pattern.npm}@${version}`;
  }
  return undefined;
}

function byBanner(file: ScannedFile, offset: number): string | undefined {
  // "Based on Underscore.js 1.8.3" and "requires jQuery v1.9" speak of another file.
  const before = file.text(offset - BEFORE, offset);
  if (!/^[\s/*!]*$/.test(before.slice(before.lastIndexOf('\n') + 1))) return undefined;
  const text = file.text(offset, offset + WINDOW);
  for (const [npm, keyword, pattern] of LIBRARIES) {
    const version = text.startsWith(keyword) ? pattern.exec(text)?.[1] : undefined;
    if (version !== undefined) return `${npm}@${version}`;
  }
  return undefined;
}

/**
 * Known JavaScript libraries inside files that no package manager put there: copied into a web root, a theme, a
 * template. The banner of the release build names library and version, or what RetireJS knows it by.
 */
export const bundledJavascript: Detector = {
  id: 'bundled.javascript',
  title: 'JavaScript libraries in bundles',
  spec: 'https://github.com/RetireJS/retire.js',
  keywords: [
    ...new Set([
      ...LIBRARIES.map(([, keyword]) => keyword),
      ...LIBRARY_PATTERNS.map(([, keyword]) => keyword),
    ]),
  ],
  wants: (path, kind) => kind === 'code' && /\.(?:js|mjs|cjs)$/.test(path),
  at(file, offset, length) {
    const detail = byBanner(file, offset) ?? byPattern(file, offset, file.text(offset, offset + length));
    if (detail === undefined) return undefined;
    return { kind: 'bundled.javascript', detail, pointer: `line ${file.line(offset)}` };
  },
};
