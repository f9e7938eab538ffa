import { beforeAll, expect, it } from 'vitest';
import { BufferSource } from '../../src/core/base/byte-source.ts';
import { Budget } from '../../src/core/base/limits.ts';
import type { CaseModel } from '../../src/core/case/model.ts';
import { entryRef } from '../../src/core/case/queries/files.ts';
import { GraphQueries } from '../../src/core/case/queries/graph.ts';
import { reopen } from '../../src/core/case/queries/preview.ts';
import type { Report } from '../../src/core/report/schema.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { inspectLite, liteBytes } from '../lite.ts';

/** The real image of the corpus, held against what other tools say of it. */
describeCorpus('lite.oci-gzip.tar', () => {
  let report: Report;
  let model: CaseModel;
  let bytes: Uint8Array;

  beforeAll(async () => {
    bytes = liteBytes();
    const inspected = await inspectLite();
    model = inspected.model;
    report = inspected.report(true);
  }, 60_000);

  const rows = (file: string) =>
    new TextDecoder()
      .decode(corpusBytes('container', 'expected', file))
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
  const present = (type: string) =>
    report.components.flatMap((component) =>
      component.purl?.startsWith(`pkg:${type}/`)
        ? component.occurrences
            .filter(({ state }) => state === 'present')
            .map((place) => ({ ...component, place }))
        : [],
    );

  it('is one OCI image whose ladder holds in full', () => {
    expect(report.images).toHaveLength(1);
    const [image] = report.images;
    expect(image?.ref).toBe('example.org/corpus/lite:1');
    expect(image?.manifestDigest).toMatch(/^sha256:74630677/);
    expect(image?.layers).toHaveLength(7);
    expect(image?.ladder.filter(({ status }) => status !== 'pass')).toEqual([]);
    expect(image?.ladder.filter(({ rung }) => rung === 'diffID')).toHaveLength(7);
  });

  it('has the 208 packages that dpkg-query lists, each in the layer that brought it', () => {
    const found = present('deb').map(({ name, version, place }) => ({ name, version, layer: place.layer }));
    expect(found).toHaveLength(208);
    expect(found.map(({ name, version }) => `${name} ${version}`).sort()).toEqual(
      rows('lite.dpkg.txt')
        .map(([name, version]) => `${name} ${version}`)
        .sort(),
    );
    const layerOf = new Map(
      found.map(({ name, version, layer }) => [`${name} ${version?.replace(/^\d+:/, '')}`, layer]),
    );
    for (const [type, name, version, , , diffID] of rows('lite.trivy-packages.tsv')) {
      if (type === 'debian') expect(layerOf.get(`${name} ${version}`), `${name} ${version}`).toBe(diffID);
    }
  });

  it('has 505 installed npm packages of 488 names and versions, each in its layer', () => {
    const found = present('npm');
    expect(found).toHaveLength(505);
    expect(new Set(found.map(({ name, version }) => `${name}@${version}`)).size).toBe(488);
    const layerOf = new Map(found.map(({ place }) => [place.path, place.layer]));
    for (const [type, name, , , path = '', diffID] of rows('lite.trivy-packages.tsv')) {
      if (type === 'node-pkg') expect(layerOf.get(path), name).toBe(diffID);
    }
  });

  it('lists what a later layer took away as removed, with both layers', () => {
    const states = (name: string, version?: string) =>
      report.components
        .filter(
          (component) => component.name === name && (version === undefined || component.version === version),
        )
        .flatMap(({ occurrences }) => occurrences.map(({ state }) => state));
    for (const name of ['python3-requests', 'fd-find']) {
      expect(states(name)).toContain('removed');
      expect(states(name)).not.toContain('present');
    }
    expect(states('left-pad', '1.3.0').sort()).toEqual(['removed', 'stated', 'stated']);
  });

  it('squashes to the tree that umoci unpacks', () => {
    const expected = rows('lite.rootfs-files.tsv').slice(1);
    const found = (report.entries ?? []).filter(
      ({ state, source }) => state === 'present' && source === 's1',
    );
    expect(found).toHaveLength(expected.length);
    const byPath = new Map(found.map((entry) => [entry.path, entry]));
    for (const [path = '', type, mode, size, link = '-'] of expected) {
      const entry = byPath.get(JSON.parse(path));
      expect(entry, path).toBeDefined();
      if (entry === undefined) continue;
      expect([entry.type === 'h' ? 'f' : entry.type, entry.type === 'l' ? '-' : entry.mode], path).toEqual([
        type,
        entry.type === 'l' ? '-' : mode,
      ]);
      if (type === 'f') expect(entry.size, path).toBe(Number(size));
      if (type === 'l') expect(entry.link, path).toBe(JSON.parse(link));
    }
  });

  it('has npm edges as Node resolves them, worked out here from the hidden lockfile', async () => {
    const lock = await hiddenLock(model, bytes);
    const expected = new Set<string>();
    for (const [path, entry] of Object.entries(lock)) {
      const wanted = { ...entry.dependencies, ...entry.optionalDependencies, ...entry.peerDependencies };
      for (const name of Object.keys(wanted)) {
        const target = resolve(lock, path, name);
        if (target !== undefined) expected.add(`app/${path}/package.json -> app/${target}/package.json`);
      }
    }
    const found = new Set(
      report.relations
        .filter(
          ({ kind, fromPath, toPath }) =>
            kind === 'dependsOn' && fromPath.endsWith('/package.json') && toPath.endsWith('/package.json'),
        )
        .filter(({ fromPath }) => fromPath.startsWith('app/node_modules/'))
        .map(({ fromPath, toPath }) => `${fromPath} -> ${toPath}`),
    );
    expect([...found].sort()).toEqual([...expected].sort());
    expect(found.size).toBeGreaterThan(900);
  });

  it('answers "why is this here" with exactly the ways there are', () => {
    const edges = new Map<string, Set<string>>();
    for (const { kind, fromPath, toPath, source } of report.relations) {
      if (kind !== 'dependsOn' || source !== 's1' || !fromPath.endsWith('/package.json')) continue;
      edges.set(toPath, (edges.get(toPath) ?? new Set()).add(fromPath));
    }
    const graphs = new GraphQueries();
    for (const path of [
      'app/node_modules/lodash',
      'app/node_modules/express/node_modules/debug',
      'app/node_modules/ms',
    ]) {
      const place = model.occurrences.findIndex(
        (one) => one.path === `${path}/package.json` && one.state === 'present',
      );
      if (place < 0) continue;
      const answer = graphs.answer(model, { question: 'why', place, open: [] });
      expect(answer?.atLeast, path).toBe(false);
      expect(answer?.waysTotal, path).toBe(countWays(edges, `${path}/package.json`));
    }
  });
});

interface Locked {
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
}

/** `node_modules/.package-lock.json`, opened again from the image. */
async function hiddenLock(model: CaseModel, bytes: Uint8Array): Promise<Record<string, Locked>> {
  const tree = model.trees.find(({ image }) => image !== undefined);
  const entry = tree?.squashed.get('app/node_modules/.package-lock.json');
  const ref =
    tree === undefined || entry === undefined ? undefined : entryRef(tree, entry.layer, entry.index);
  if (ref === undefined) throw new Error('no hidden lockfile');
  const context = { budget: new Budget(), signal: new AbortController().signal };
  const opened = await reopen(new BufferSource(bytes), ref, 2 ** 20, context);
  if ('failed' in opened) throw new Error(opened.failed);
  return JSON.parse(new TextDecoder().decode(opened.bytes)).packages;
}

function resolve(lock: Record<string, Locked>, from: string, name: string): string | undefined {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    const path = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (Object.hasOwn(lock, path)) return path;
    if (at === '') return undefined;
  }
}

/** Simple ways from a place that nothing asks for down to `target`, counted one by one. */
function countWays(askedBy: ReadonlyMap<string, ReadonlySet<string>>, target: string): number {
  const onWay = new Set<string>();
  const up = (at: string): number => {
    const askers = askedBy.get(at);
    if (askers === undefined || askers.size === 0) return 1;
    onWay.add(at);
    let ways = 0;
    for (const asker of askers) if (!onWay.has(asker)) ways += up(asker);
    onWay.delete(at);
    return ways;
  };
  return up(target);
}
