import { beforeAll, expect, it } from 'vitest';
import type { CaseModel, Component, Occurrence } from '../../src/core/case/model.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import type { Inspected } from '../inspect.ts';
import { inspectLite } from '../lite.ts';

interface Row extends Occurrence {
  readonly of: Component;
  readonly owner: string | undefined;
}

/** What Trivy lists of the image is a floor: it hides the packages of languages that came in Debian packages. */
describeCorpus('packages of lite.oci-gzip.tar', () => {
  let inspected: Inspected;
  let model: CaseModel;
  let rows: readonly Row[];

  beforeAll(async () => {
    inspected = await inspectLite();
    ({ model } = inspected);
    rows = model.occurrences.map((place): Row => {
      const owner = model.occurrences[place.ownedBy ?? -1];
      const of = model.components[place.component];
      if (of === undefined) throw new Error('no component');
      return { ...place, of, owner: owner && model.components[owner.component]?.name };
    });
  }, 60_000);

  const tsv = (name: string): string[][] =>
    new TextDecoder()
      .decode(corpusBytes('container', 'expected', name))
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'));
  const present = (cataloger: string) =>
    rows.filter((row) => row.cataloger === cataloger && row.state === 'present');
  /** `log4j-core` of `org.apache.logging.log4j:log4j-core`. */
  const artifact = ({ of }: Row) => of.name.slice(of.name.indexOf(':') + 1);
  const sourcePath = ({ source }: Row) => model.sources.find(({ id }) => id === source)?.path ?? '';
  /** Paths of the unpacked image, as umoci has them, with the target of those that are links. */
  const unpacked = (): ReadonlyMap<string, string | undefined> =>
    new Map(
      tsv('lite.rootfs-files.tsv').map(([path = '', type, , , link = '']) => [
        JSON.parse(path),
        type === 'l' ? JSON.parse(link) : undefined,
      ]),
    );

  it('hold every row that Trivy lists, in its layer', () => {
    const layers = model.images[0]?.layers.map((layer) => layer?.diffID) ?? [];
    const found = new Set(
      rows
        .filter(({ state }) => state === 'present')
        .map(({ of, path, layer, cataloger }) =>
          [
            of.purl?.startsWith('pkg:golang/') ? of.purl.slice('pkg:golang/'.length).split('@')[0] : of.name,
            of.version?.replace(/^\d+:/, ''),
            cataloger === 'npm.installed' ? path : '',
            layers[layer ?? -1],
          ].join(' '),
        ),
    );
    const listed = tsv('lite.trivy-packages.tsv');
    expect(listed).toHaveLength(714);
    const missing = listed.filter(
      ([, name, version, , path = '', layer]) => !found.has([name, version, path.trim(), layer].join(' ')),
    );
    expect(missing).toEqual([]);
  });

  it('name nothing twice at one place', () => {
    const places = rows.map(({ of, tree, path, state, pointer }) =>
      [of.key, tree, path, state === 'stated' ? pointer : state].join('\0'),
    );
    expect(places.filter((place, i) => places.indexOf(place) !== i)).toEqual([]);
  });

  it('are in the report once by package URL, and once at each path', () => {
    const { components } = inspected.report();
    const purls = components.flatMap(({ purl }) => purl ?? []);
    expect(purls.length).toBeGreaterThan(700);
    expect(new Set(purls).size).toBe(purls.length);
    const places = components.flatMap(({ purl, occurrences }) =>
      occurrences.flatMap(({ state, source, path }) =>
        purl === null || state !== 'present' ? [] : [`${purl} ${source} ${path}`],
      ),
    );
    expect(places.filter((place, i) => places.indexOf(place) !== i)).toEqual([]);
  });

  it('include every Python package whose metadata is left, with the Debian package it came in', () => {
    const metadata = [...unpacked().keys()].filter((path) =>
      /\.(?:egg-info\/PKG-INFO|dist-info\/METADATA|egg-info)$/.test(path),
    );
    const files = metadata.filter((path) => !metadata.includes(`${path}/PKG-INFO`));
    const found = present('python.installed');
    expect(found.map(({ path }) => path).sort()).toEqual(files.sort());
    expect(found.length).toBe(9);
    const named = found.map(({ of }) => `${of.name.replaceAll('-', '_')}-${of.version}`.toLowerCase());
    expect(named.sort()).toEqual(
      files
        .map((path) => (path.split('/').at(-2) ?? '').replace(/\.[a-z]+-info$/, ''))
        .map(lower)
        .sort(),
    );
    expect(found.filter(({ owner }) => owner === undefined)).toEqual([]);
  });

  it('include every Ruby gem whose specification is left, with the Debian package it came in', () => {
    const files = [...unpacked().keys()].filter(
      (path) => path.endsWith('.gemspec') && path.includes('/specifications/'),
    );
    const found = present('ruby.gemspec');
    expect(found.length).toBeGreaterThan(90);
    expect(found.map(({ path, of }) => `${path}: ${of.name}-${of.version}`).sort()).toEqual(
      files.map((path) => `${path}: ${path.slice(path.lastIndexOf('/') + 1, -'.gemspec'.length)}`).sort(),
    );
    expect(found.filter(({ owner }) => owner === undefined)).toEqual([]);
  });

  it('include every Java archive that is left, with its version, its layer and the Debian package it came in', () => {
    const tree = unpacked();
    const jars = [...tree].flatMap(([path, link]) =>
      link === undefined && path.startsWith('usr/share/java/') && path.endsWith('.jar') ? [path] : [],
    );
    // Debian links `commons-io-2.11.0.jar` to `commons-io.jar`.
    const versioned = jars.map((jar) => {
      const [link = ''] =
        [...tree].find(
          ([path, to]) =>
            to !== undefined && `usr/share/java/${to}` === jar && path.startsWith('usr/share/java/'),
        ) ?? [];
      return link.slice('usr/share/java/'.length, -'.jar'.length);
    });
    const found = present('java.archive').filter((row) => sourcePath(row).includes('!/usr/share/java/'));
    expect(found.map((row) => `${artifact(row)}-${row.of.version}`).sort()).toEqual(versioned.sort());
    expect(
      found.map((row) => `${artifact(row)}, layer ${(row.layer ?? -1) + 1}, ${row.owner}`).sort(),
    ).toEqual([
      'commons-io, layer 2, libcommons-io-java',
      'commons-lang3, layer 2, libcommons-lang3-java',
      'jackson-annotations, layer 2, libjackson2-annotations-java',
      'jackson-core, layer 2, libjackson2-core-java',
      'log4j-api, layer 2, liblog4j2-java',
      'log4j-core, layer 2, liblog4j2-java',
    ]);
  });

  it('include the archives within the application, and those within a removed one as removed', () => {
    const inside = (archive: string) =>
      rows
        .filter((row) => row.cataloger === 'java.archive' && sourcePath(row).includes(`${archive}!/`))
        .map((row) => [artifact(row), row.state, row.layer, row.removedIn, row.owner]);
    const five = ['commons-io', 'commons-lang3', 'guava', 'log4j-api', 'log4j-core'];
    expect(inside('app/lib/corpus-app.jar').sort()).toEqual(
      five.map((name) => [name, 'present', 3, undefined, undefined]),
    );
    expect(inside('corpus.war').sort()).toEqual(
      ['commons-io', 'commons-lang3', 'corpus-app', 'guava', 'log4j-api', 'log4j-core'].map((name) => [
        name,
        'removed',
        3,
        4,
        undefined,
      ]),
    );
  });

  it('say of a Rust program that its crates are not recorded, which is not that it has none', () => {
    expect(unpacked().has('usr/bin/rg')).toBe(true);
    expect(
      model.diagnostics.flatMap(({ code, message }) => (code === 'cargo.no-crates' ? [message] : [])),
    ).toEqual([
      '"usr/bin/rg" was built by rustc 1.63.0; the crates it was built from are not recorded.',
      '"usr/lib/cargo/bin/fd" was built by rustc 1.63.0; the crates it was built from are not recorded.',
    ]);
    expect(rows.filter(({ of }) => of.purl?.startsWith('pkg:cargo/') === true)).toEqual([]);
  });
});

function lower(text: string): string {
  return text.toLowerCase();
}
