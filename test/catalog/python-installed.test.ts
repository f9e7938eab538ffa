import { describe, expect, test } from 'vitest';
import { parseRequirement, projectKey } from '../../src/core/catalog/pep508.ts';
import { catalogLayers, edges, type FixtureLayer, lines } from '../fixtures/tree.ts';

const SITE = 'usr/lib/python3/dist-packages';

const metadata = (name: string, version: string, ...headers: string[]) =>
  ['Metadata-Version: 2.1', `Name: ${name}`, `Version: ${version}`, ...headers, '', 'Name: body', ''].join(
    '\n',
  );

async function catalogPython(...layers: FixtureLayer[]) {
  const { of, faults } = await catalogLayers(layers);
  const reading = of('python.installed');
  return {
    reading,
    lines: lines(reading),
    edges: edges(reading),
    says: faults.map(({ message }) => message),
  };
}

describe('metadata', () => {
  test('facts from headers, folded lines joined, UNKNOWN left out, the body not read', async () => {
    const { reading } = await catalogPython({
      [`${SITE}/Zope.Interface_x-1.dist-info/METADATA`]: metadata(
        'Zope.Interface_x',
        '1',
        'Summary: one',
        '        two',
        'Home-page: UNKNOWN',
        'Author-email: A <a@example.org>',
        'License-Expression: MIT',
        'Classifier: License :: OSI Approved :: MIT License',
        'Classifier: Topic :: Internet',
        'Project-URL: Source Code, https://example.org/x',
        'Project-URL: Changelog, https://example.org/changes',
        'Requires-Python: >=3.8',
      ),
      [`${SITE}/Zope.Interface_x-1.dist-info/INSTALLER`]: 'pip\n',
    });
    expect(reading.found).toMatchObject([{ name: 'Zope.Interface_x', purl: 'pkg:pypi/zope.interface-x@1' }]);
    expect(reading.facts.map(({ field, value, pointer }) => [field, value, pointer])).toEqual([
      ['description', 'one\ntwo', 'line 4'],
      ['author', 'A <a@example.org>', 'line 7'],
      ['license', 'MIT', 'line 8'],
      ['license', 'MIT License', 'line 9'],
      ['repository', 'https://example.org/x', 'line 11'],
      ['requires-python', '>=3.8', 'line 13'],
      ['installer', 'pip', 'line 1'],
    ]);
  });

  test('a single .egg-info file, an egg and a line ended by CRLF are read alike', async () => {
    const { lines } = await catalogPython({
      [`${SITE}/six-1.16.0.egg-info`]: metadata('six', '1.16.0'),
      [`${SITE}/a-1.egg/EGG-INFO/PKG-INFO`]: metadata('a', '1').replaceAll('\n', '\r\n'),
    });
    expect(lines).toEqual(['six@1.16.0 present 0', 'a@1 present 0']);
  });

  test('a source distribution is one package, though its metadata lies in it twice', async () => {
    const { lines } = await catalogPython({
      'x-1/PKG-INFO': metadata('x', '1'),
      'x-1/src/x.egg-info/PKG-INFO': metadata('x', '1'),
      'x-1/src/x.egg-info/requires.txt': 'y\n',
      'other.egg-info/PKG-INFO': metadata('other', '1'),
    });
    expect(lines).toEqual(['x@1 present 0', 'other@1 present 0']);
  });

  test('a version that is missing is said', async () => {
    const { says } = await catalogPython({ 'x.dist-info/METADATA': 'Name: x\nVersion:\n\nVersion: 1\n' });
    expect(says).toEqual(['"x.dist-info/METADATA" has no Version; the package is not listed.']);
  });
});

describe('requirements', () => {
  test.each([
    ['requests', 'requests', '', ''],
    ['urllib3<1.27,>=1.21.1', 'urllib3', '<1.27,>=1.21.1', ''],
    [
      'a (>=1.0) ; python_version < "3.8" and extra == \'x\'',
      'a',
      '>=1.0',
      'python_version < "3.8" and extra == \'x\'',
    ],
    ['a[x,y]>=2;os_name=="nt"', 'a', '>=2', 'os_name=="nt"'],
    [
      'pip @ https://example.org/p.whl;v=1 ; os_name == "posix"',
      'pip',
      'https://example.org/p.whl;v=1',
      'os_name == "posix"',
    ],
    ['a[broken', 'a', '', ''],
  ])('%s', (text, name, specifier, marker) => {
    expect(parseRequirement(text)).toEqual({ name, specifier, marker });
  });

  test('what does not start with a name is none', () => {
    expect(parseRequirement('-e git+https://x')).toBeUndefined();
    expect(parseRequirement('')).toBeUndefined();
    expect(projectKey('Zope.Interface__x')).toBe('zope-interface-x');
  });

  test('extras are optional; names meet however they are spelled', async () => {
    const { edges, reading, says } = await catalogPython({
      [`${SITE}/app-1.dist-info/METADATA`]: metadata(
        'app',
        '1',
        'Requires-Dist: Charset.Normalizer (>=2)',
        'Requires-Dist: colorama ; sys_platform == "win32"',
        'Requires-Dist: socks ; extra == "proxy"',
        'Requires-Dist: absent',
      ),
      [`${SITE}/charset_normalizer-3.dist-info/METADATA`]: metadata('charset-normalizer', '3'),
      [`${SITE}/socks-1.dist-info/METADATA`]: metadata('socks', '1'),
    });
    expect(edges).toEqual([
      'app -> charset-normalizer (Requires-Dist, runtime: Charset.Normalizer >=2)',
      'app -> socks (Requires-Dist, optional: socks ; extra == "proxy")',
    ]);
    expect(reading.requires.map(({ anyOf }) => anyOf[0]?.name)).toEqual(['colorama', 'absent']);
    expect(says).toEqual(['1 declared dependency of Python packages was not found beside them.']);
  });

  test('requires.txt: sections are extras, conditions, or both', async () => {
    const { reading } = await catalogPython({
      [`${SITE}/a.egg-info/PKG-INFO`]: metadata('a', '1'),
      [`${SITE}/a.egg-info/requires.txt`]:
        'b>=1\n\n[:python_version < "3"]\nc\n\n[x:os_name == "nt"]\n# note\nd\n\n[y]\ne\n',
    });
    expect(reading.requires.map(({ anyOf, scope }) => [anyOf[0]?.name, anyOf[0]?.constraint, scope])).toEqual(
      [
        ['b', '>=1', 'runtime'],
        ['c', '; python_version < "3"', 'runtime'],
        ['d', '; os_name == "nt" and extra == "x"', 'optional'],
        ['e', '; extra == "y"', 'optional'],
      ],
    );
  });

  test('a virtual environment does not reach into the system, nor into another one', async () => {
    const { edges } = await catalogPython({
      [`${SITE}/a-1.dist-info/METADATA`]: metadata('a', '1', 'Requires-Dist: b'),
      'usr/local/lib/python3.11/dist-packages/b-1.dist-info/METADATA': metadata('b', '1'),
      'venv/lib/python3.11/site-packages/c-1.dist-info/METADATA': metadata(
        'c',
        '1',
        'Requires-Dist: b',
        'Requires-Dist: d',
      ),
      'other/lib/python3.11/site-packages/d-1.dist-info/METADATA': metadata('d', '1'),
    });
    expect(edges).toEqual(['a -> b (Requires-Dist, runtime: b)']);
  });
});

describe('records', () => {
  test('RECORD claims files relative to the folder of the package', async () => {
    const { reading } = await catalogPython({
      [`${SITE}/x-1.dist-info/METADATA`]: metadata('x', '1'),
      [`${SITE}/x-1.dist-info/RECORD`]:
        'x/__init__.py,sha256=abc,10\r\n"x/a, ""b"".py",,\n../../../bin/x,,\n../../../../../etc/passwd,,\n/abs/y,,\n\n',
    });
    expect(reading.owns.map(({ paths }) => paths)).toEqual([
      [`${SITE}/x/__init__.py`, `${SITE}/x/a, "b".py`, 'usr/bin/x', 'abs/y'],
    ]);
  });

  test('RECORD is told of where it states a digest that is none, for then a file is not checked', async () => {
    const good = `sha256=${'A'.repeat(42)}A`;
    const { reading, says } = await catalogPython({
      'x-1.dist-info/METADATA': metadata('x', '1'),
      'x-1.dist-info/RECORD': `x/a.py,${good},1\nx/b.py,md5=abc,1\nx/c.py,sha256,1\nx/d.py,,\nx/e.py,sha256=${'0a'.repeat(32)},1\n`,
    });
    expect(reading.owns.map(({ digests }) => digests)).toEqual([
      [`sha256:${'00'.repeat(32)}`, '', '', '', `sha256:${'0a'.repeat(32)}`],
    ]);
    expect(says).toEqual([
      '"x-1.dist-info/RECORD", line 2: its digest, "md5=abc", is no SHA-2; the file it means is not checked.',
      '"x-1.dist-info/RECORD", line 3: its digest, "sha256", is no SHA-2; the file it means is not checked.',
    ]);
  });

  test('RECORD without METADATA belongs to a package that is in no list, and that is said', async () => {
    const record = (name: string) => ({ [`${SITE}/${name}-1.dist-info/RECORD`]: `${name}.py,,\n` });
    const { reading, says } = await catalogPython(
      { ...record('a'), [`${SITE}/b-1.dist-info/METADATA`]: metadata('b', '1'), ...record('b') },
      { ...record('c'), [`${SITE}/a-1.dist-info`]: null },
      { [`${SITE}/b-1.dist-info/METADATA`]: null },
    );
    expect(reading.found.map(({ name, place }) => [name, place.state])).toEqual([['b', 'removed']]);
    expect(says).toEqual([
      `"${SITE}/b-1.dist-info/RECORD" lists the files of a Python package whose METADATA is not there: the package is not listed, and its files are not checked. So it is with 1 more.`,
    ]);
  });

  test('direct_url.json says where a package came from that came from no index', async () => {
    const { reading, says } = await catalogPython({
      'x-1.dist-info/METADATA': metadata('x', '1'),
      'x-1.dist-info/direct_url.json': JSON.stringify({
        url: 'https://example.org/x.git',
        vcs_info: { vcs: 'git', commit_id: 'abc' },
        archive_info: { hash: 'sha256=00ff', hashes: { sha256: '00ff' } },
      }),
      'y-1.dist-info/direct_url.json': '{"url": }',
    });
    expect(reading.facts.map(({ field, value }) => [field, value])).toEqual([
      ['download-url', 'https://example.org/x.git'],
      ['source-commit', 'abc'],
      ['hash', 'sha256:00ff'],
    ]);
    expect(says).toEqual([
      '"y-1.dist-info/direct_url.json" was not read as the origin of a package. This is not JSON: at character 8, a value was expected.',
    ]);
  });

  test('a record that a layer rewrites counts once; one of a removed package goes with it', async () => {
    const info = 'x-1.dist-info';
    const { reading, lines } = await catalogPython(
      { [`${info}/METADATA`]: metadata('x', '1'), [`${info}/RECORD`]: 'old,,\n' },
      { [`${info}/RECORD`]: 'new,,\n' },
      { [info]: null },
    );
    expect(lines).toEqual(['x@1 removed 0-2']);
    expect(reading.owns).toEqual([
      { owner: 'python.installed:x-1.dist-info/METADATA (layer 0)', paths: ['new'] },
    ]);
  });
});
