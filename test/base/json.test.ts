import { describe, expect, test } from 'vitest';
import { readJson } from '../../src/core/base/json.ts';
import { DEFAULT_LIMITS } from '../../src/core/base/limits.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';

const message = (text: string | Uint8Array): string => {
  const read = readJson(text);
  return read.ok ? 'read' : read.error.message;
};

describe('readJson', () => {
  test('reads what JSON.parse reads', () => {
    const text = ' {"a":[1,-0.5e+3,true,null,{"b":"\\u0041\\n"}],"c":{}} ';
    const read = readJson(text);
    expect(read.ok && read.value.value).toEqual(JSON.parse(text));
  });

  test('names a key that occurs twice, however it is spelled', () => {
    const read = readJson('{"a":1,"b":{"a":1},"\\u0061":2}');
    expect(read.ok && read.value.duplicates).toEqual([{ key: 'a', offset: 19 }]);
  });

  test('keeps an own __proto__ key and pollutes nothing', () => {
    const read = readJson('{"__proto__":{"polluted":1}}');
    expect(read.ok && Object.keys(read.value.value as object)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test.each([
    ['{"a":1,}', 'This is not JSON: at character 7, a key in quotes was expected.'],
    ['[1,]', 'This is not JSON: at character 3, a value was expected.'],
    ['[01]', 'This is not JSON: at character 2, a comma or bracket was expected.'],
    ['{"a" 1}', 'This is not JSON: at character 5, a colon was expected.'],
    ['"\\x"', 'This is not JSON: at character 1, a string is not well formed.'],
    ['"a\nb"', 'This is not JSON: at character 2, a string is not well formed.'],
    ['{} {}', 'This is not JSON: at character 3, text after the end of the document.'],
    ['[1', 'This is not JSON: at character 2, the text ends too early.'],
    ['', 'This is not JSON: at character 0, the text ends too early.'],
  ])('refuses %j', (text, sentence) => {
    expect(message(text)).toBe(sentence);
  });

  test('a depth just under the limit is read, one more is named', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(message(nested(DEFAULT_LIMITS.jsonDepth))).toBe('read');
    expect(message(nested(DEFAULT_LIMITS.jsonDepth + 1))).toContain(
      'The limit "json-depth" (1,000) was reached',
    );
  });

  test('a string of many megabytes is read', () => {
    const read = readJson(`"${'a'.repeat(20_000_000)}"`);
    expect(read.ok && String(read.value.value).length).toBe(20_000_000);
  });
});

describeCorpus('hostile JSON', () => {
  test.each([
    ['depth-100k-array.json', 'limit.json-depth'],
    ['depth-100k-object.json', 'limit.json-depth'],
    ['leading-zero.json', 'json.syntax'],
    ['trailing-comma.json', 'json.syntax'],
    ['comments.json', 'json.syntax'],
    ['empty.json', 'json.syntax'],
    ['utf16be-nobom.json', 'json.syntax'],
    ['utf32.json', 'json.encoding'],
  ])('%s', (name, code) => {
    const read = readJson(corpusBytes('hostile', 'gen', 'json', name));
    expect(read.ok ? 'read' : read.error.code).toBe(code);
  });

  test('dup-keys.json and bom-utf8.json say what is odd about them', () => {
    const twice = readJson(corpusBytes('hostile', 'gen', 'json', 'dup-keys.json'));
    expect(twice.ok && twice.value.duplicates.length).toBeGreaterThan(0);
    const marked = readJson(corpusBytes('hostile', 'gen', 'json', 'bom-utf8.json'));
    expect(marked.ok && marked.value.mark).toBe(true);
  });
});
