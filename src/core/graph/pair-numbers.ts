/**
 * Gives each pair of 32 bit numbers one number, the same for the same pair, from 0 on in the order of first use.
 * `most` bounds the pairs there can be. A table with open addressing: a `Map` would need a heap number a pair.
 */
export function pairNumbers(most: number): (a: number, b: number) => number {
  const size = 2 ** Math.ceil(Math.log2(2 * most + 2));
  const slots = new Int32Array(size).fill(-1);
  const as = new Uint32Array(most);
  const bs = new Uint32Array(most);
  let count = 0;
  return (a, b) => {
    for (let slot = mix(a ^ mix(b)) & (size - 1); ; slot = (slot + 1) & (size - 1)) {
      const known = slots[slot] as number;
      if (known >= 0 && (as[known] !== a || bs[known] !== b)) continue;
      if (known >= 0) return known;
      slots[slot] = count;
      as[count] = a;
      bs[count] = b;
      return count++;
    }
  };
}

/** Spreads the bits of a number over 32 bits (the finalizer of MurmurHash3). */
export function mix(value: number): number {
  let h = value + 0x9e3779b9;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
