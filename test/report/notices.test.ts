import { describe, expect, test } from 'vitest';
import { BufferSource } from '../../src/core/base/byte-source.ts';
import { Budget, DEFAULT_LIMITS } from '../../src/core/base/limits.ts';
import { LONGEST_TEXT } from '../../src/core/case/read-texts.ts';
import { notices } from '../../src/core/report/notices.ts';
import { MIT } from '../fixtures/catalog/license-files.ts';
import { licensedImage, licensedPackage, licensedWheel } from '../fixtures/licensed.ts';
import { file, tar } from '../fixtures/tar.ts';
import { inspectFiles, type TestFile } from '../inspect.ts';

async function noticesOf(files: readonly TestFile[], gone = false): Promise<string> {
  const { model } = await inspectFiles(files);
  const sources = new Map(files.map(({ bytes }, i) => [`f${i}`, new BufferSource(bytes)]));
  return notices(model, {
    open: (key) => (gone ? undefined : sources.get(key)),
    context: () => ({ budget: new Budget(DEFAULT_LIMITS), signal: new AbortController().signal }),
  });
}

const IMAGE = { name: 'a.tar', bytes: licensedImage() };
const WHEEL = { name: 'thing-1.0-py3-none-any.whl', bytes: licensedWheel() };

/** What stands under a title, up to the next. */
function section(text: string, title: string): string {
  const [, after = ''] = text.split(`${'='.repeat(80)}\n${title}\n${'='.repeat(80)}\n`);
  return after.split(`\n${'='.repeat(80)}\n`)[0] ?? '';
}

describe('NOTICES of an image', () => {
  test('holds each text as it stands there, under the component it lies in', async () => {
    const text = await noticesOf([IMAGE]);
    expect(section(text, 'saying-nothing 1.0.0')).toMatch(
      /^pkg:npm\/saying-nothing@1\.0\.0\nIt declares no license\.\n\n-{80}\napp\/node_modules\/saying-nothing\/LICENSE in planted:1\nsha256:[0-9a-f]{64}\nRecognized: MIT\n\nMIT License\n\nCopyright \(c\) Ann Roe/,
    );
    expect(text).toContain(
      'License texts, notices and copyright files: 12.\nComponents in which one was found: 10 of 12.\n',
    );
  });

  test('a text that stood before is named and not written again', async () => {
    const text = await noticesOf([IMAGE]);
    expect(section(text, 'bundling 1.0.0')).toContain(
      '[The same text as app/node_modules/agreeing/LICENSE in planted:1.]',
    );
    expect(text.split('Permission is hereby granted')).toHaveLength(3);
  });

  test('says which components have none, and which files belong to none', async () => {
    const text = await noticesOf([IMAGE]);
    expect(section(text, 'Components in which no license text was found')).toBe(
      'debian 12: declares no license\ndeclaring 1.0.0: declares MIT\n',
    );
    expect(section(text, 'Files that belong to no component, or to one of several')).toContain(
      'opt/LICENSE in',
    );
  });

  test('is the same whatever the order of the drops', async () => {
    expect(await noticesOf([WHEEL, IMAGE])).toBe(await noticesOf([IMAGE, WHEEL]));
  });
});

test('a package alone: an archive that is not compressed, and one that is', async () => {
  expect(await noticesOf([{ name: 'alone.tar', bytes: licensedPackage() }])).toContain('ISC License');
  expect(section(await noticesOf([WHEEL]), 'thing 1.0')).toContain('Redistribution and use');
});

test('what cannot be had is said', async () => {
  const long = tar([
    file('package/package.json', JSON.stringify({ name: 'long', version: '1.0.0' })),
    file('package/LICENSE', MIT + ' '.repeat(LONGEST_TEXT)),
  ]);
  expect(await noticesOf([{ name: 'a.tar', bytes: long }])).toContain(
    '[It is 1,049,640 bytes long; texts of more than 1,048,576 bytes are not taken in.]',
  );
  expect(await noticesOf([IMAGE], true)).toContain('[It cannot be read any more.]');
});

test('a text cannot steer a terminal', async () => {
  const bytes = tar([
    file('package/package.json', JSON.stringify({ name: 'a', version: '1.0.0' })),
    file('package/LICENSE', 'red: \u001b[31m\r\nform\ffeed\n'),
  ]);
  expect(await noticesOf([{ name: 'a.tar', bytes }])).toContain('red: \ufffd[31m\nform\nfeed\n');
});
