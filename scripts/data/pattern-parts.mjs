/** The longest repetition that is taken over. */
const MOST = 80;
/** What stands for "as often as you like". */
const ENOUGH = 40;

/**
 * A regular expression as the parts it is made of, one after the other, every repetition bounded; `undefined` where it is
 * not made so: repetitions of groups, long ones, references back, and looking around.
 */
export function parsePattern(pattern) {
  const parts = [];
  let at = 0;
  while (at < pattern.length) {
    const part = atomAt(pattern, at);
    if (part === undefined) return undefined;
    at = part.end;
    const quantifier = /^(?:([*+?])|\{(\d+)(?:,(\d*))?\})(\??)/.exec(pattern.slice(at));
    if (quantifier === null) {
      parts.push({ ...part, least: part.length, most: part.length });
      continue;
    }
    at += quantifier[0].length;
    const [, sign, least, most = least, lazy] = quantifier;
    const bounds =
      sign === undefined
        ? [Number(least), most === '' ? ENOUGH : Number(most)]
        : { '?': [0, 1], '+': [1, ENOUGH], '*': [0, ENOUGH] }[sign];
    if (bounds[1] > MOST || (part.group && bounds[1] > 1)) return undefined;
    parts.push({
      source: `${part.source}{${bounds.join(',')}}${lazy}`,
      any: part.any,
      least: bounds[0] * part.length,
      most: bounds[1] * part.length,
    });
  }
  return parts;
}

/** What can be repeated, at a place: a character, a class, or a group without repetitions in it. */
function atomAt(pattern, at) {
  const rest = pattern.slice(at);
  const char = rest[0];
  if (char === '[') {
    const source = /^\[(?:[^\]\\]|\\.)+\]/s.exec(rest)?.[0];
    if (source === undefined) return undefined;
    return { source, any: /^\[\\s\\S\]$|^\[\^/.test(source), length: 1, end: at + source.length };
  }
  if (char === '\\') {
    const next = rest[1];
    if (next === undefined || /[1-9bBkpPux]/.test(next)) return undefined;
    if (/[dDsSwW]/.test(next))
      return { source: rest.slice(0, 2), any: /[DSW]/.test(next), length: 1, end: at + 2 };
    const named = { n: '\n', r: '\r', t: '\t' }[next];
    return { source: rest.slice(0, 2), literal: named ?? next, length: 1, end: at + 2 };
  }
  if (char === '(') {
    const body = /^\((\?:)?([^()*+{}[\]]*)\)/.exec(rest);
    if (body === null || (body[1] === undefined && body[2].startsWith('?'))) return undefined;
    if (/[?\\]/.test(body[2].replace(/\\[^1-9bBkpPuxdDsSwW]/g, ''))) return undefined;
    const length = Math.max(...body[2].split('|').map((one) => one.replace(/\\/g, '').length));
    return { source: `(?:${body[2]})`, group: true, length, end: at + body[0].length };
  }
  if (char === '.') return { source: '.', any: true, length: 1, end: at + 1 };
  if (/[)|^$*+?{}]/.test(char)) return undefined;
  return { source: char, literal: char, length: 1, end: at + 1 };
}
