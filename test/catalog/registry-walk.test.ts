import { describe, expect, test } from 'vitest';
import { catalogers } from '../../src/core/catalog/registry.ts';
import type { CatalogerFixture } from '../fixtures/cataloger-fixture.ts';
import { catalogLayers } from '../fixtures/tree.ts';

/**
 * No cataloger without an example that shows what it is for: two components with version and package URL, an edge, and
 * a damaged twin. What a format cannot give is an exception with its reason, and only while it really does not.
 */
type Lack = 'components' | 'second component' | 'version' | 'purl' | 'edge';

const ONE_PACKAGE = 'the archive is one package; what it needs lies elsewhere';
const A_LIST = 'the format lists packages, and not which of them needs which';
const NO_TYPE = 'package URLs have no type for it';
const A_MODEL = 'a model names neither itself nor a version in its header';

const LACKS: Readonly<Record<string, Readonly<Partial<Record<Lack, string>>>>> = {
  'os-release': { purl: NO_TYPE, edge: 'an operating system as a whole' },
  'deb.archive': { 'second component': ONE_PACKAGE },
  'apk.archive': { 'second component': ONE_PACKAGE },
  'rpm.archive': { 'second component': ONE_PACKAGE },
  'pacman.archive': { 'second component': ONE_PACKAGE },
  'gem.archive': { 'second component': ONE_PACKAGE },
  'browser.extension': {
    'second component': ONE_PACKAGE,
    purl: NO_TYPE,
    edge: 'extensions need no others',
  },
  'mcp.bundle': { 'second component': ONE_PACKAGE, purl: NO_TYPE, edge: 'bundles need no others' },
  'rpm.manifest': { edge: A_LIST },
  'gradle.lockfile': { edge: A_LIST },
  'pipfile.lock': { edge: A_LIST },
  'requirements.txt': { edge: A_LIST },
  'pe.version': { edge: 'a version resource speaks of one file' },
  'binary.classifiers': { edge: 'a program that is told by its bytes names no other' },
  'model.safetensors': { version: A_MODEL, purl: NO_TYPE, edge: A_MODEL },
  'model.onnx': { purl: NO_TYPE, edge: 'a model names no other' },
  'model.pickle': { version: A_MODEL, purl: NO_TYPE, edge: A_MODEL },
  'license.files': { components: 'a licence text is of a package, and is none itself' },
  'hooks.system': { components: 'what runs by itself is no component' },
  'hooks.package': { components: 'what runs by itself is no component' },
};
/** Exceptions may become fewer. */
const MOST_LACKS = 30;

const fixtures = import.meta.glob<{ readonly fixture: CatalogerFixture }>('../fixtures/catalog/*.ts', {
  eager: true,
});

describe.each([...catalogers].map(({ id }) => id))('%s', (id) => {
  const fixture = fixtures[`../fixtures/catalog/${id.replaceAll('.', '-')}.ts`]?.fixture;

  test('has an example with all that its format can give', async () => {
    if (fixture === undefined) throw new Error(`${id} has no fixture`);
    const { cataloged, readings } = await catalogLayers(fixture.sample, fixture.archive);
    const { found, relations, requires } = cataloged.find(({ cataloger }) => cataloger === id)?.reading ?? {};
    const seen = readings.flatMap(({ cataloger, reading }) =>
      cataloger === id ? [...(reading.observations ?? []), ...reading.facts] : [],
    );
    const lacks: Lack[] = [];
    if ((found ?? []).length === 0) lacks.push('components');
    else {
      const versions = found?.filter(({ version }) => version !== undefined).length ?? 0;
      const purls = found?.filter(({ purl }) => purl !== undefined).length ?? 0;
      const wanted = Math.min(found?.length ?? 0, 2);
      if (wanted < 2) lacks.push('second component');
      if (versions < wanted) lacks.push('version');
      if (purls < wanted) lacks.push('purl');
      // One package alone has no edge to another: it says what it needs.
      const edges = wanted < 2 ? requires : relations;
      if ((edges ?? []).length === 0) lacks.push('edge');
    }
    expect(lacks).toEqual(Object.keys(LACKS[id] ?? {}));
    if (lacks.includes('components')) expect(seen.length).toBeGreaterThan(0);
  });

  test('has a damaged twin with its sentence', () => {
    expect(fixture?.damaged.length).toBeGreaterThan(0);
    expect(fixture?.says).toMatch(/^.+ .+\.$/);
  });
});

test('the exceptions are few, are of catalogers that exist, and have reasons', () => {
  expect(Object.keys(LACKS).filter((id) => catalogers.get(id) === undefined)).toEqual([]);
  const reasons = Object.values(LACKS).flatMap((one) => Object.values(one));
  expect(reasons.length).toBeLessThanOrEqual(MOST_LACKS);
  expect(reasons.filter((reason) => reason.length < 10)).toEqual([]);
});
