import type { Detector } from './types.ts';

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

/**
 * Known JavaScript libraries inside files that no package manager put there: copied into a web root, a theme, a
 * template. The banner of the release build names library and version.
 */
export const bundledJavascript: Detector = {
  id: 'bundled.javascript',
  title: 'JavaScript libraries in bundles',
  spec: 'https://github.com/RetireJS/retire.js',
  keywords: [...new Set(LIBRARIES.map(([, keyword]) => keyword))],
  wants: (path, kind) => kind === 'code' && /\.(?:js|mjs|cjs)$/.test(path),
  at(file, offset) {
    // "Based on Underscore.js 1.8.3" and "requires jQuery v1.9" speak of another file.
    const before = file.text(offset - BEFORE, offset);
    if (!/^[\s/*!]*$/.test(before.slice(before.lastIndexOf('\n') + 1))) return undefined;
    const text = file.text(offset, offset + WINDOW);
    for (const [npm, keyword, pattern] of LIBRARIES) {
      if (!text.startsWith(keyword)) continue;
      const version = pattern.exec(text)?.[1];
      if (version !== undefined)
        return {
          kind: 'bundled.javascript',
          detail: `${npm}@${version}`,
          pointer: `line ${file.line(offset)}`,
        };
    }
    return undefined;
  },
};
