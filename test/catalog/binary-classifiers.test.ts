import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { binaryClassifiers } from '../../src/core/catalog/binary-classifiers.ts';

async function purls(path: string, bytes: Uint8Array): Promise<(string | undefined)[]> {
  const { found } = await binaryClassifiers.read({ path, size: bytes.length, bytes: new Uint8Array(bytes) });
  return found.map(({ purl }) => purl);
}

test('the program that runs this test is told by its own text', async () => {
  const bytes = readFileSync(process.execPath);
  expect(await purls('usr/local/bin/node', bytes)).toEqual([`pkg:generic/node@${process.versions.node}`]);
}, 60_000);

test('a text that a window cuts is found', async () => {
  const bytes = new Uint8Array(2 ** 21);
  bytes.set(encodeUtf8('BusyBox v1.36.1 '), 2 ** 20 - 5);
  expect(await purls('bin/busybox', bytes)).toEqual(['pkg:generic/busybox@1.36.1']);
});

test('a script of the name of a program is none', async () => {
  expect(await purls('usr/bin/node', encodeUtf8('#!/bin/sh\nexec other\n'))).toEqual([]);
});
