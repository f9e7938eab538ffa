import { describe, expect, test } from 'vitest';
import type { Reading } from '../../src/core/model/reading.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { coordinates, fixture, SHOP_POM } from '../fixtures/catalog/java-archive.ts';
import { catalogLayers, type FixtureLayer } from '../fixtures/tree.ts';
import { buildZip } from '../fixtures/zip.ts';
import { inspectFiles } from '../inspect.ts';

async function read(layer: FixtureLayer, archive?: string): Promise<Reading> {
  return (await catalogLayers([layer], archive)).of('java.archive');
}

const rows = ({ found }: Reading) => found.map(({ purl, name, how }) => `${purl ?? name} ${how}`);
const facts = (reading: Reading) => reading.facts.map(({ field, value }) => `${field}: ${value}`);

test('the POM beside the properties and the manifest speak of the archive', async () => {
  const [layer = {}] = fixture.sample;
  const reading = await read(layer, 'shop-2.0.jar');
  expect(rows(reading)).toEqual([
    'pkg:maven/org.example/shop@2.0 measured',
    'pkg:maven/org.example/cart@1.1 measured',
  ]);
  expect(facts(reading)).toEqual(['license: Apache-2.0', 'main-class: org.example.Main']);
  expect(new Set(reading.facts.map(({ subject }) => subject)).size).toBe(1);
  expect(reading.requires.map(({ anyOf, scope }) => `${anyOf[0]?.name} ${scope}`)).toEqual([
    'junit:junit test',
  ]);
});

test('a POM alone names its package, group and version of the parent', async () => {
  const reading = await read({ 'META-INF/maven/org.example/shop/pom.xml': SHOP_POM }, 'x.jar');
  expect(rows(reading)).toEqual(['pkg:maven/org.example/shop@2.0 measured']);
});

test('packages in an unpacked archive are found, and nothing is guessed of a tree', async () => {
  const pom = Object.entries(coordinates('a', 'b', '1')).map(
    ([path, text]) => [`opt/app/${path}`, text] as const,
  );
  const reading = await read({
    ...Object.fromEntries(pom),
    'META-INF/MANIFEST.MF': 'Manifest-Version: 1.0\n',
  });
  expect(rows(reading)).toEqual(['pkg:maven/a/b@1 measured']);
});

describe('without coordinates, the name is a guess, and says so', () => {
  test.each([
    [
      'commons-lang3-3.12.0.jar',
      'Bundle-SymbolicName: org.apache.commons.commons-lang3;singleton:=true',
      'pkg:maven/org.apache.commons/commons-lang3@3.12.0 derived',
      'guessed: name from the file name, version from the file name, group from Bundle-SymbolicName',
    ],
    [
      'core.jar',
      'Implementation-Version: 2.19.0\nImplementation-Vendor-Id: org.apache',
      'pkg:maven/org.apache/core@2.19.0 derived',
      'guessed: name from the file name, version from Implementation-Version, group from Implementation-Vendor-Id',
    ],
    ['plain.war', 'X: y', 'plain derived', 'guessed: name from the file name, no version, no group'],
  ])('%s', async (archive, attributes, row, guess) => {
    const reading = await read({ 'META-INF/MANIFEST.MF': `Manifest-Version: 1.0\n${attributes}\n` }, archive);
    expect(rows(reading)).toEqual([row]);
    expect(facts(reading)[0]).toBe(guess);
  });
});

test('properties that refer to each other do not grow', async () => {
  const long = '\u0024{a}'.repeat(200);
  const pom = `<project><groupId>g</groupId><artifactId>x</artifactId><version>\${a}</version><properties><a>${long}</a></properties></project>`;
  expect(rows(await read({ 'META-INF/maven/g/x/pom.xml': pom }))).toEqual(['pkg:maven/g/x measured']);
});

describeCorpus('real archives', () => {
  const packages = async (name: string) => {
    const inspected = await inspectFiles([{ name, bytes: corpusBytes('container', 'plain', name) }]);
    return inspected.model.occurrences
      .filter(({ cataloger }) => cataloger === 'java.archive')
      .map(({ component }) => inspected.model.components[component])
      .map((one) => one?.purl ?? `${one?.name}@${one?.version}`)
      .sort();
  };

  test('an archive that Maven built', async () => {
    expect(await packages('log4j-core.jar')).toEqual([
      'pkg:maven/org.apache.logging.log4j/log4j-core@2.19.0',
    ]);
  });

  test('archives within an archive, stored and deflated', async () => {
    expect(await packages('corpus-app.jar')).toEqual([
      'corpus-app@0.0.1',
      'pkg:maven/com.google.guava/guava@31.1-jre',
      'pkg:maven/commons-io/commons-io@2.11.0',
      'pkg:maven/org.apache.commons/commons-lang3@3.12.0',
      'pkg:maven/org.apache.logging.log4j/log4j-api@2.19.0',
      'pkg:maven/org.apache.logging.log4j/log4j-core@2.19.0',
    ]);
  });
});

describe('archives within archives', () => {
  const properties = (artifact: string, version: string) => ({
    name: `META-INF/maven/org.example/${artifact}/pom.properties`,
    content: `groupId=org.example\nartifactId=${artifact}\nversion=${version}\n`,
  });
  const manifest = (...lines: string[]) => ({
    name: 'META-INF/MANIFEST.MF',
    content: `Manifest-Version: 1.0\n${lines.map((line) => `${line}\n`).join('')}`,
  });
  const deep = buildZip([manifest('Implementation-Version: 9')]);
  const library = buildZip([
    manifest(),
    properties('library', '3.0'),
    { name: 'lib/bare-1.5.jar', content: deep },
  ]);
  const web = buildZip([
    manifest(),
    properties('web', '2.0'),
    { name: 'WEB-INF/lib/library-3.0.jar', content: library, method: 0 },
  ]);
  const whole = buildZip([manifest(), properties('shop', '1.0'), { name: 'web.war', content: web }]);

  test('are read to the third and the fourth depth, each under the path it lies at; without coordinates it is a guess', async () => {
    const { model } = await inspectFiles([{ name: 'shop.ear', bytes: whole }]);
    const paths = new Map(model.sources.map(({ id, path }) => [id, path]));
    const rows = model.occurrences.map(({ component, source, facts }) => {
      const one = model.components[component];
      const guessed = facts.some(({ field }) => field === 'guessed');
      return `${paths.get(source)} ${one?.purl ?? `${one?.name}@${one?.version}`}${guessed ? ' guessed' : ''}`;
    });
    expect(rows.sort()).toEqual([
      'shop.ear pkg:maven/org.example/shop@1.0',
      'shop.ear!/web.war pkg:maven/org.example/web@2.0',
      'shop.ear!/web.war!/WEB-INF/lib/library-3.0.jar pkg:maven/org.example/library@3.0',
      'shop.ear!/web.war!/WEB-INF/lib/library-3.0.jar!/lib/bare-1.5.jar bare@1.5 guessed',
    ]);
    expect(model.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});
