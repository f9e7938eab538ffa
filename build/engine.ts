import { gzip } from 'pako';
import type { Plugin } from 'vite';
import { bundleScript } from './bundle-script.ts';

const QUERY = '?engine';

/** Modules of the worker bundles made so far, which the page's own build does not see. */
export const bundledFiles = new Set<string>();

/**
 * `import packed from './worker.ts?engine'` gives the whole worker as the text of one classic script, in gzip and base64:
 * a third of its size. Packed by pako, whose output is the same wherever it runs.
 *
 * The page starts every worker from this text through a blob URL: from `file://` nothing else works, and only
 * blob workers inherit the page's policy when that policy stands in a meta tag.
 */
export function engineAsText(): Plugin {
  return {
    name: 'loupe:engine',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (!source.endsWith(QUERY)) return null;
      const file = await this.resolve(source.slice(0, -QUERY.length), importer, { skipSelf: true });
      return file ? file.id + QUERY : null;
    },
    async load(id) {
      if (!id.endsWith(QUERY)) return null;
      const { code, files } = await bundleScript(id.slice(0, -QUERY.length), this.environment.config.root);
      for (const file of files) {
        this.addWatchFile(file);
        bundledFiles.add(file);
      }
      const packed = Buffer.from(gzip(code, { level: 9 })).toString('base64');
      return { code: `export default ${JSON.stringify(packed)};`, map: null };
    },
  };
}
