import { resolve } from 'node:path';
import type { Plugin, Rolldown } from 'vite';
import { bundleScript } from './bundle-script.ts';
import { bundledFiles } from './engine.ts';
import { licensesOf } from './licenses.ts';
import { contentSecurityPolicy, headersFile } from './policy.ts';

const GUARD = resolve(import.meta.dirname, '../src/app/guard.ts');

/**
 * Turns the one chunk and the one style sheet of a build into one HTML file that pins both by hash, with the guard
 * as its first script. `index.html` is the same file under the name a host serves; `_headers` goes with it.
 */
export function singleFile(): Plugin {
  return {
    name: 'loupe:single-file',
    apply: 'build',
    enforce: 'post',
    async generateBundle(_options, bundle) {
      const page = bundle['index.html'];
      if (page?.type !== 'asset') throw new Error('the build gave no index.html');
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const assets = Object.values(bundle).filter((file) => file.type === 'asset' && file !== page);
      const [chunk] = chunks;
      const odd = assets.filter((asset) => !asset.fileName.endsWith('.css'));
      if (chunk === undefined || chunks.length !== 1 || odd.length > 0)
        throw new Error(`one script expected, got ${names([...chunks, ...odd])}`);

      const guard = scriptText((await bundleScript(GUARD, this.environment.config.root)).code);
      const app = scriptText(chunk.code);
      const style = styleText(assets.map(textOf).join('\n'));
      const csp = contentSecurityPolicy([guard, app], [style]);
      const licenses = licensesOf([...this.getModuleIds(), ...bundledFiles]);
      const html = `${assemble(textOf(page), { csp, guard, app, style })}\n${asComment(licenses)}\n`;

      for (const file of [page, chunk, ...assets]) delete bundle[file.fileName];
      this.emitFile({ type: 'asset', fileName: 'loupe.html', source: html });
      this.emitFile({ type: 'asset', fileName: 'index.html', source: html });
      this.emitFile({ type: 'asset', fileName: 'LICENSES.txt', source: licenses });
      this.emitFile({ type: 'asset', fileName: '_headers', source: headersFile(csp) });
    },
  };
}

/** The notices travel with the file. Two hyphens would end a comment. */
function asComment(text: string): string {
  return `<!--\nLoupe is Apache-2.0. It holds parts of these packages:\n\n${text.replaceAll('--', '- -')}\n-->`;
}

interface Parts {
  readonly csp: string;
  readonly guard: string;
  readonly app: string;
  readonly style: string;
}

/** The policy must stand before the first script, and the guard must be it. */
function assemble(source: string, { csp, guard, app, style }: Parts): string {
  const head = [
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${csp}">`,
    '<meta http-equiv="x-dns-prefetch-control" content="off">',
    '<meta name="referrer" content="no-referrer">',
    `<script>${guard}</script>`,
    `<style>${style}</style>`,
  ].join('\n');
  const bare = source
    .replace(/<script type="module"[^>]*><\/script>\s*/g, '')
    .replace(/<link rel="(?:stylesheet|modulepreload)"[^>]*>\s*/g, '')
    .replace(/<meta charset="[^"]*"\s*\/?>\s*/gi, '');
  if (/<script|<style|<link[^>]+href="(?!data:)/i.test(bare))
    throw new Error(
      'index.html may hold no script, style or link of its own: the policy names only what is built',
    );
  if (!bare.includes('<head>') || !bare.includes('</body>'))
    throw new Error('index.html needs <head> and </body>');
  return bare
    .replace('<head>', () => `<head>\n${head}`)
    .replace('</body>', () => `<script type="module">${app}</script>\n</body>`);
}

/** A browser hashes what its HTML parser hands over: text that the parser would end early or alter is escaped. */
function scriptText(code: string): string {
  const text = code
    .trim()
    .replaceAll(/<\/(script)/gi, '<\\/$1')
    .replaceAll('<!--', '\\x3C!--');
  return unaltered(text);
}

function styleText(css: string): string {
  if (/<\/style/i.test(css)) throw new Error('the style sheet holds </style');
  return unaltered(css.trim());
}

function unaltered(text: string): string {
  const wellFormed = new TextDecoder().decode(new TextEncoder().encode(text)) === text;
  if (/[\0\r]/.test(text) || !wellFormed) throw new Error('NUL, CR or a lone surrogate in inline text');
  return text;
}

function textOf(file: Rolldown.OutputAsset | Rolldown.OutputChunk): string {
  const source = file.type === 'chunk' ? file.code : file.source;
  return typeof source === 'string' ? source : new TextDecoder().decode(source);
}

function names(files: readonly { readonly fileName: string }[]): string {
  return files.map((file) => file.fileName).join(', ') || 'nothing';
}
