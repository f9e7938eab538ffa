import { describe, expect, it } from 'vitest';
import { Registry } from '../../src/core/base/registry.ts';

describe('registry', () => {
  const tar = { id: 'tar', title: 'Tape archive' };
  const zip = { id: 'zip', title: 'Zip' };

  it('keeps the order of registration', () => {
    const registry = new Registry([zip, tar]);
    expect([...registry]).toEqual([zip, tar]);
    expect(registry.size).toBe(2);
    expect(registry.get('tar')).toBe(tar);
    expect(registry.get('constructor')).toBeUndefined();
  });

  it('refuses two modules with one id', () => {
    expect(() => new Registry([tar, zip, { ...tar, title: 'Another' }])).toThrow(
      'duplicate id in registry: tar',
    );
  });
});
