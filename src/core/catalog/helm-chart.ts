import { isJsonObject, ownList, ownText } from '../base/json-shape.ts';
import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { listPresent, listStated } from './list-package.ts';
import { purl } from './purl.ts';
import { ReadingBuilder } from './reading-builder.ts';
import { resolveByName } from './satisfy-by-name.ts';
import type { Cataloger, CatalogFile } from './types.ts';
import { readYamlFile } from './yaml-file.ts';

/** Helm charts (`Chart.yaml`) and the versions of their dependencies that were locked (`Chart.lock`). */
export const helmChart: Cataloger = {
  id: 'helm.chart',
  title: 'Helm charts',
  spec: 'helm.sh/docs: Charts, the Chart.yaml file',
  match: { globs: ['**/Chart.yaml', '**/Chart.lock'] },
  needs: 'bytes',
  read(file): Reading {
    return file.path.endsWith('.lock') ? readLock(file) : readChart(file);
  },
  // A chart's dependencies lie unpacked in its `charts` folder.
  resolve: resolveByName,
};

function readChart(file: CatalogFile): Reading {
  const out = new ReadingBuilder(file);
  const chart = readYamlFile(out, file.bytes, 'as a chart');
  if (chart === undefined) return out.done();
  const name = isJsonObject(chart) ? ownText(chart, 'name') : undefined;
  const version = isJsonObject(chart) ? ownText(chart, 'version') : undefined;
  if (!isJsonObject(chart) || !name || !version) {
    const missing = name ? 'version' : 'name';
    out.fault(
      'helm.chart',
      'error',
      `"${displayName(file.path)}" states no ${missing}; the chart is not listed.`,
    );
    return out.done();
  }
  const ref = file.path;
  const identity = purl({ type: 'helm', name, version });
  if (!listPresent(out, { ref, type: 'application', name, version, purl: identity, pointer: '/name' }))
    return out.done();
  out.fact(ref, 'description', ownText(chart, 'description'), { pointer: '/description' });
  out.fact(ref, 'homepage', ownText(chart, 'home'), { pointer: '/home' });
  out.fact(ref, 'product', ownText(chart, 'appVersion'), { pointer: '/appVersion' });
  for (const source of ownList(chart, 'sources'))
    if (typeof source === 'string') out.fact(ref, 'repository', source, { pointer: '/sources' });
  for (const dependency of ownList(chart, 'dependencies')) {
    const asked = isJsonObject(dependency) ? ownText(dependency, 'name') : undefined;
    if (!isJsonObject(dependency) || asked === undefined) continue;
    const constraint = ownText(dependency, 'version');
    const anyOf = [{ name: asked, ...(constraint === undefined ? {} : { constraint }) }];
    out.require({ from: ref, anyOf, scope: 'runtime', rawKind: 'dependencies' });
  }
  return out.done();
}

function readLock(file: CatalogFile): Reading {
  const out = new ReadingBuilder(file);
  const lock = readYamlFile(out, file.bytes, 'as a lockfile');
  if (!isJsonObject(lock)) return out.done();
  for (const [index, dependency] of ownList(lock, 'dependencies').entries()) {
    const pointer = `/dependencies/${index}`;
    const name = isJsonObject(dependency) ? ownText(dependency, 'name') : undefined;
    const version = isJsonObject(dependency) ? ownText(dependency, 'version') : undefined;
    if (!isJsonObject(dependency) || !name || !version) {
      out.fault(
        'helm.lock',
        'error',
        `The entry at ${pointer} has no name or no version; the other entries were kept.`,
      );
      continue;
    }
    const ref = `${out.path}#${pointer}`;
    const identity = purl({ type: 'helm', name, version });
    if (listStated(out, { ref, type: 'application', name, version, purl: identity, pointer }))
      out.fact(ref, 'installed-from', ownText(dependency, 'repository'), {
        pointer: `${pointer}/repository`,
      });
  }
  return out.done();
}
