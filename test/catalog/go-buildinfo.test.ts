import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { goBuildinfo } from '../../src/core/catalog/go-buildinfo.ts';
import type { Reading } from '../../src/core/model/reading.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';
import { inlineRecord, MODULES, pointedRecord } from '../fixtures/catalog/go-buildinfo.ts';
import { ELF_ADDRESS, elf, fat, machO, pe } from '../fixtures/executable.ts';
import { readOciLayers } from '../fixtures/oci-layers.ts';

function read(bytes: Uint8Array): Reading {
  const reading = goBuildinfo.read({ path: 'shop', size: bytes.length, bytes: new Uint8Array(bytes) });
  if (reading instanceof Promise) throw new Error('read at once');
  return reading;
}

const purls = ({ found }: Reading) => found.map(({ purl }) => purl);
const says = ({ diagnostics }: Reading) => diagnostics.map(({ message }) => message);
const ALL = [
  'pkg:golang/example.org/shop@v1.4.0',
  'pkg:golang/stdlib@1.22.1',
  'pkg:golang/github.com/BurntSushi/toml@v1.3.2',
  'pkg:golang/golang.org/x/sys@v0.5.0',
  'pkg:golang/example.org/local',
];
const record = inlineRecord('go1.22.1', MODULES);

describe('the record is found', () => {
  test.each([
    ['in its section', elf({ '.text': new Uint8Array(40), '.go.buildinfo': record })],
    [
      'without section names',
      elf({ '.text': new Uint8Array(40), '.go.buildinfo': record }, { stripped: true }),
    ],
    ['in a Windows program', pe({ '.data': record })],
    ['in a Mach-O program', machO({ __text: new Uint8Array(99), __go_buildinfo: record })],
    ['once in a universal one', fat(machO({ __go_buildinfo: record }), machO({ __go_buildinfo: record }))],
  ])('%s', (_, bytes) => {
    expect(purls(read(bytes))).toEqual(ALL);
  });

  test('as Go before 1.18 wrote it, by pointers', () => {
    const head = elf({ '.go.buildinfo': pointedRecord('go1.17.5', MODULES, 0) });
    const at = head.indexOf(0xff);
    const bytes = elf({ '.go.buildinfo': pointedRecord('go1.17.5', MODULES, ELF_ADDRESS + at) });
    expect(purls(read(bytes))).toEqual(ALL.map((one) => one.replace('1.22.1', '1.17.5')));
    // Pointers that lead nowhere are no record.
    expect(says(read(head))).toEqual([
      '"shop" is a Go program whose build information cannot be read; its modules are not known.',
    ]);
  });
});

test('facts: checksums, what was replaced, how it was built', () => {
  const { facts } = read(elf({ '.go.buildinfo': record }));
  expect(facts.map(({ subject, field, value }) => [subject.slice('shop#'.length), field, value])).toEqual([
    ['example.org/shop@v1.4.0', 'go-sum', 'h1:4rmOBsEXbtzEwPPQCGAZQzKnRJhP7iT6ZZQ6vYk1p5s='],
    ['example.org/shop@v1.4.0', 'main-package', 'example.org/shop/cmd/shop'],
    ['stdlib@1.22.1', 'toolchain', 'go1.22.1'],
    ['github.com/BurntSushi/toml@v1.3.2', 'go-sum', 'h1:o7IhLm0Msx3BaB+n3Ag7L8EVlByGnpq14C4YWiu/gL8='],
    ['golang.org/x/sys@v0.5.0', 'go-sum', 'h1:MUK/U/4lj1t1oPg0HfuXDN/Z1wv31ZJ/YcPiGccS4DU='],
    ['golang.org/x/sys@v0.5.0', 'replaces', 'golang.org/x/sys@v0.1.0'],
    ['example.org/local@', 'replaced-by', '../local'],
    ['example.org/shop@v1.4.0', 'build-setting', '-compiler=gc'],
    ['example.org/shop@v1.4.0', 'build-setting', 'GOOS=linux'],
    ['example.org/shop@v1.4.0', 'source-commit', '2f4a7d1c'],
    ['example.org/shop@v1.4.0', 'source-time', '2026-01-02T03:04:05Z'],
    ['example.org/shop@v1.4.0', 'source-modified', 'true'],
  ]);
});

describe('what is not recorded has a name', () => {
  test('a program without modules', () => {
    const reading = read(elf({ '.go.buildinfo': inlineRecord('go1.19.8', 'path\texample.org/cmd/a\n') }));
    expect(purls(reading)).toEqual(['pkg:golang/example.org/cmd/a', 'pkg:golang/stdlib@1.19.8']);
    expect(says(reading)).toEqual(['"shop" was built by go1.19.8; its modules are not recorded.']);
    expect(reading.facts.find(({ field }) => field === 'modules')?.value).toEqual({ absent: 'not-stated' });
    expect(reading.complete).toBe(false);
  });

  test('a program without a record, told by its line table', () => {
    const reading = read(elf({ '.gopclntab': new Uint8Array(32) }));
    expect(says(reading)).toEqual([
      '"shop" is a Go program that records neither its Go version nor its modules.',
    ]);
    expect(reading.complete).toBe(false);
  });

  test('nothing but the toolchain', () => {
    const reading = read(elf({ '.go.buildinfo': inlineRecord('go1.22.1', '') }));
    expect(purls(reading)).toEqual(['pkg:golang/stdlib@1.22.1']);
    expect(says(reading)).toEqual(['"shop" was built by go1.22.1; its modules are not recorded.']);
  });

  test('a working copy has no version', () => {
    const reading = read(
      elf({ '.go.buildinfo': inlineRecord('go1.22.1', 'path\ta/b\nmod\ta\t(devel)\t\n') }),
    );
    expect(purls(reading)).toEqual(['pkg:golang/a', 'pkg:golang/stdlib@1.22.1']);
  });

  test('a packed program', () => {
    expect(says(read(elf({ x: encodeUtf8('....UPX!') }, { stripped: true })))).toEqual([
      '"shop" is packed by UPX: what it was built from cannot be read.',
    ]);
  });
});

describe('what is damaged is told, and the rest kept', () => {
  const DAMAGED = '"shop" is a Go program whose build information cannot be read; its modules are not known.';
  const told = (bytes: Uint8Array) => {
    const reading = read(bytes);
    return { says: says(reading), found: reading.found.length, complete: reading.complete };
  };
  const at = (content: Uint8Array, byte: number, value: number) =>
    elf({ '.go.buildinfo': new Uint8Array(content).with(byte, value) });

  test('the mark of the record', () => {
    expect(told(at(record, 0, 0))).toEqual({ says: [DAMAGED], found: 0, complete: false });
  });

  test('the end of the list of modules', () => {
    expect(told(at(record, record.length - 17, 0x20))).toEqual({
      says: ['"shop" is a Go program whose list of modules is damaged; its modules are not known.'],
      found: 1,
      complete: false,
    });
  });

  test('the length of the list of modules', () => {
    expect(told(elf({ '.go.buildinfo': record.subarray(0, 60) }, { stripped: false })).says).toEqual([
      '"shop" is a Go program whose list of modules is damaged; its modules are not known.',
    ]);
  });

  test.each([
    ['dep\tgithub.com', 'dpe\tgithub.com', 4],
    ['dep\tgithub.com/BurntSushi/toml', 'dep\t', 4],
    ['=>\tgolang.org', '=>\tgolang.org/x/sys\n=>\tgolang.org', 5],
  ])('a line of the list: %j as %j', (from, to, found) => {
    expect(told(elf({ '.go.buildinfo': inlineRecord('go1.22.1', MODULES.replace(from, to)) }))).toEqual({
      says: [
        '"shop" is a Go program whose list of modules has 1 line that cannot be read; other modules are listed.',
      ],
      found,
      complete: false,
    });
  });

  test('the name of the toolchain', () => {
    expect(told(elf({ '.go.buildinfo': inlineRecord('no1.22.1', MODULES) })).says).toEqual([
      '"shop" is a Go program whose build information names no version of Go, but "no1.22.1".',
    ]);
  });
});

test('a program cut anywhere, or with any byte changed, never throws', () => {
  const whole = fat(elf({ '.go.buildinfo': record }), machO({ __go_buildinfo: record }));
  for (const bytes of [whole, elf({ '.go.buildinfo': record }), pe({ '.data': record })]) {
    const most = read(bytes).found.length;
    for (let length = 0; length < bytes.length; length += 7)
      expect(read(bytes.subarray(0, length)).found.length).toBeLessThanOrEqual(most);
    for (let at = 0; at < Math.min(bytes.length, 400); at++) read(bytes.with(at, 0xff));
  }
});

describeCorpus('a real program', () => {
  test('esbuild names the module that Trivy finds in it', () => {
    const { layers } = readOciLayers(corpusBytes('container', 'lite.oci-gzip.tar'));
    const path = 'app/node_modules/@esbuild/linux-x64/bin/esbuild';
    const bytes = layers.map((layer) => layer[path]).find((content) => content instanceof Uint8Array);
    if (!(bytes instanceof Uint8Array)) throw new Error('no esbuild');
    expect(purls(read(bytes))).toContain('pkg:golang/golang.org/x/sys@v0.0.0-20220715151400-c0bba94af5f8');
  }, 60_000);
});
