import { isJsonObject, own, ownList, ownObject, ownText } from '../base/json-shape.ts';
import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { readJsonFile } from './json-file.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger } from './types.ts';

/** An extension of a browser (`.crx`, `.xpi`), by the manifest at the root of its archive. No package URL type names it. */
export const browserExtension: Cataloger = {
  id: 'browser.extension',
  title: 'Browser extension',
  spec: 'developer.chrome.com: Manifest file format; developer.mozilla.org: manifest.json',
  match: { globs: ['manifest.json'] },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const manifest = readJsonFile(out, file, "as an extension's manifest");
    // Many things are called manifest.json: web applications, bundlers, image archives.
    if (!isJsonObject(manifest) || typeof own(manifest, 'manifest_version') !== 'number') return out.done();
    const name = ownText(manifest, 'name');
    const version = ownText(manifest, 'version');
    if (!name || !version) {
      const what = `"${displayName(file.path)}" states no ${name ? 'version' : 'name'}; the extension is not listed.`;
      out.fault('extension.identity', 'error', what);
      return out.done();
    }
    const ref = file.path;
    const place = { path: ref, state: 'present', pointer: '/name' } as const;
    if (!out.find({ ref, type: 'application', name, version, place, how: 'measured' })) return out.done();
    out.fact(ref, 'description', ownText(manifest, 'description'), { pointer: '/description' });
    out.fact(ref, 'homepage', ownText(manifest, 'homepage_url'), { pointer: '/homepage_url' });
    const gecko = ownObject(ownObject(manifest, 'browser_specific_settings'), 'gecko');
    out.fact(ref, 'extension-id', ownText(gecko, 'id'), { pointer: '/browser_specific_settings/gecko/id' });
    for (const list of ['permissions', 'host_permissions']) {
      for (const [i, permission] of ownList(manifest, list).entries())
        if (typeof permission === 'string')
          out.fact(ref, 'permission', permission, { pointer: `/${list}/${i}` });
    }
    return out.done();
  },
};
