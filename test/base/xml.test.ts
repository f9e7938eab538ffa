import { expect, test } from 'vitest';
import { readXml } from '../../src/core/base/xml.ts';

test.each([
  ['utf-16le', true, [0xff, 0xfe]],
  ['utf-16be', false, [0xfe, 0xff]],
  ['utf-16le without a mark', true, []],
])('%s is read', (_name, little, mark) => {
  const text = '<?xml version="1.0"?><a>é</a>';
  const bytes = new Uint8Array(mark.length + text.length * 2);
  bytes.set(mark);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(mark.length + i * 2, text.charCodeAt(i), little);
  expect(readXml(bytes)).toMatchObject({ root: { name: 'a', text: 'é' }, fault: undefined });
});
