import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { modelPickle } from '../../src/core/catalog/model-pickle.ts';
import { walkPickle } from '../../src/core/catalog/pickle-opcodes.ts';
import { EVIL, WEIGHTS } from '../fixtures/catalog/model-pickle.ts';

const bytesOf = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));

async function told(bytes: Uint8Array<ArrayBuffer>) {
  const { observations = [] } = await modelPickle.read({ path: 'a.pkl', size: bytes.length, bytes });
  return observations.map(({ kind, detail }) => `${kind} ${detail}`);
}

test('what loading would import is told, but for what weights are made of', async () => {
  expect(await told(bytesOf(EVIL))).toEqual(['pickle.dangerous os.system']);
  expect(await told(bytesOf(WEIGHTS))).toEqual([]);
});

test('names that only running it would tell are told as unknown', () => {
  // STACK_GLOBAL on what was taken from a memo that nothing noted.
  expect(walkPickle(Uint8Array.of(0x80, 4, 0x68, 9, 0x68, 8, 0x93, 0x2e)).imports).toEqual([
    { module: undefined, name: undefined, offset: 6 },
  ]);
});

const python = (() => {
  try {
    execFileSync('python3', ['-c', '']);
    return true;
  } catch {
    console.warn('\n*** python3 is absent: the comparison with its own pickles is SKIPPED. ***\n');
    return false;
  }
})();

describe.skipIf(!python)('pickles that Python wrote', () => {
  test.each([0, 1, 2, 3, 4, 5])('protocol %i: the same imports as pickletools lists', (protocol) => {
    const script = `
import pickle, pickletools, sys, os, json, collections, datetime
class E:
    def __reduce__(self): return (os.system, ('id',))
data = pickle.dumps([E(), collections.OrderedDict(a=1), datetime.date(2020, 1, 2), 'x' * 300, 1 << 70, b'y' * 300, {1, 2}], ${protocol})
print(data.hex())
`;
    const hex = execFileSync('python3', ['-c', script], { encoding: 'utf8' }).trim();
    const walk = walkPickle(Uint8Array.from(Buffer.from(hex, 'hex')));
    expect(walk.whole).toBe(true);
    const names = walk.imports.map(({ module, name }) => `${module}.${name}`);
    expect(names).toContain('posix.system');
    expect(names).toContain('collections.OrderedDict');
    expect(names).toContain('datetime.date');
  });
});
