import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflate } from 'pako';
import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { cargoAuditable } from '../../src/core/catalog/cargo-auditable.ts';
import type { Reading } from '../../src/core/model/reading.ts';
import { AUDIT, depV0 } from '../fixtures/catalog/cargo-auditable.ts';
import { elf, fat, machO, pe } from '../fixtures/executable.ts';

function read(bytes: Uint8Array): Reading {
  const reading = cargoAuditable.read({ path: 'shop', size: bytes.length, bytes: new Uint8Array(bytes) });
  if (reading instanceof Promise) throw new Error('read at once');
  return reading;
}

const purls = ({ found }: Reading) => found.map(({ purl }) => purl);
const says = ({ diagnostics }: Reading) => diagnostics.map(({ message }) => message);
const ALL = ['pkg:cargo/libc@0.2.150', 'pkg:cargo/memchr@2.6.4', 'pkg:cargo/shop@1.0.0'];
const section = { '.dep-v0': depV0(AUDIT) };

test.each([
  ['ELF', elf(section)],
  ['PE', pe(section)],
  ['Mach-O', machO(section)],
  ['universal', fat(machO(section), machO(section))],
])('crates of a program, %s', (_, bytes) => {
  const reading = read(bytes);
  expect(purls(reading)).toEqual(ALL);
  expect(reading.relations).toHaveLength(2);
  expect(says(reading)).toEqual([]);
});

test.skipIf(spawnSync('objcopy', ['--version']).status !== 0)(
  'a real program with the section added by objcopy',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'dep-v0-'));
    try {
      const program = join(folder, 'true');
      copyFileSync('/bin/true', program);
      writeFileSync(join(folder, 'section'), section['.dep-v0']);
      const added = spawnSync('objcopy', ['--add-section', `.dep-v0=${join(folder, 'section')}`, program]);
      expect(added.status).toBe(0);
      expect(purls(read(new Uint8Array(readFileSync(program))))).toEqual(ALL);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

describe('bad records', () => {
  const crate = (more: object) => ({ name: 'a', version: '1', root: true, ...more });
  test.each([
    [
      { packages: [] },
      'records the crates it was built from, but the record lists no packages; they are not known.',
    ],
    [[], 'records the crates it was built from, but the record is no JSON object; they are not known.'],
  ])('%j', (json, sentence) => {
    expect(says(read(elf({ '.dep-v0': depV0(json) })))).toEqual([`"shop" ${sentence}`]);
  });
  test.each([
    [
      [crate({ dependencies: [7, -1, 'x'] })],
      '3 dependencies in "shop" lead to no crate; the others were kept.',
    ],
    [
      [crate({ dependencies: [0] })],
      'The crates recorded in "shop" depend on each other in a circle (at package 0), which Cargo never writes.',
    ],
    [
      [crate({ root: false })],
      'There is one program, but of the crates in "shop", none are marked as its root.',
    ],
    [[crate({}), 5], 'Package 1 recorded in "shop" has no name or no version; the others were kept.'],
  ])('%j', (packages, sentence) => {
    const reading = read(elf({ '.dep-v0': depV0({ packages }) }));
    expect(says(reading)).toEqual([sentence]);
    expect(purls(reading)).toEqual(['pkg:cargo/a@1']);
  });

  test('a record beyond the limit of the format is not unpacked', () => {
    const long = deflate(encodeUtf8(' '.repeat(9 * 2 ** 20)));
    expect(says(read(elf({ '.dep-v0': long })))).toEqual([
      '"shop" records the crates it was built from, but the record is longer than 8,388,608 bytes; they are not known.',
    ]);
  });
});

describe('a program without a record', () => {
  test.each([
    ['/usr/src/rustc-1.63.0/library/std/src/io/mod.rs', 'rustc 1.63.0'],
    [`/rustc/${'90c5418'.padEnd(40, '0')}/library/core/src/fmt/mod.rs`, 'rustc'],
  ])('that names %s was built by %s, and its crates are not known', (path, by) => {
    const reading = read(elf({ '.rodata': encodeUtf8(`panicked at a/b${path}: more`) }));
    expect(says(reading)).toEqual([
      `"shop" was built by ${by}; the crates it was built from are not recorded.`,
    ]);
    expect(reading.complete).toBe(false);
    expect(reading.found).toEqual([]);
  });

  test.each(['/rustc/book/library/std/src', '/usr/src/rustc-x/library/std/', '/rustc'])(
    'that only mentions %s is no Rust program',
    (path) => expect(says(read(elf({ '.rodata': encodeUtf8(path) })))).toEqual([]),
  );
});

test('cut or changed anywhere, it never throws', () => {
  const whole = elf(section);
  for (let at = 0; at < whole.length; at++) {
    expect(read(whole.subarray(0, at)).found.length).toBeLessThanOrEqual(3);
    read(whole.with(at, 0xff));
  }
});
