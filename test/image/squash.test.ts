import { describe, expect, it } from 'vitest';
import { squash } from '../../src/core/image/squash.ts';
import { layer } from '../fixtures/layers.ts';

const paths = (...layers: Parameters<typeof squash>[0]) =>
  [...squash(layers).entries()].map(({ path }) => path);
const codes = (...layers: Parameters<typeof squash>[0]) => squash(layers).faults.map(({ code }) => code);

describe('whiteouts (image-spec, layer.md)', () => {
  it('the example of the specification, with the marker before and after its siblings', () => {
    const base = layer('a/', 'a/b/', 'a/b/c/', 'a/b/c/bar');
    const first = layer('a/', 'a/.wh..wh..opq', 'a/b/', 'a/b/c/', 'a/b/c/foo');
    const last = layer('a/', 'a/b/', 'a/b/c/', 'a/b/c/foo', 'a/.wh..wh..opq');
    expect(paths(base, first)).toEqual(['a', 'a/b', 'a/b/c', 'a/b/c/foo']);
    expect(paths(base, last)).toEqual(paths(base, first));
  });

  it('a whiteout removes a file or a whole tree of lower layers, and never of its own', () => {
    const base = layer('etc/', 'etc/config', 'etc/keep', 'bin/', 'bin/tool');
    expect(paths(base, layer('etc/.wh.config', '.wh.bin'))).toEqual(['etc', 'etc/keep']);
    expect(paths(base, layer('bin/', 'bin/new', '.wh.bin'))).toEqual([
      'bin',
      'bin/new',
      'etc',
      'etc/config',
      'etc/keep',
    ]);
    expect(paths(base, layer('etc/config', 'etc/.wh.config'))).toContain('etc/config');
  });

  it('markers do not show, not even those of the base layer', () => {
    expect(paths(layer('a', '.wh.b', 'c/', 'c/.wh..wh..opq'))).toEqual(['a', 'c']);
  });

  it('a whiteout is written with other prefixes than what it hides', () => {
    expect(paths(layer('./file', 'other'), layer('/.wh.file'))).toEqual(['other']);
  });

  it('an opaque marker at the root hides all lower layers', () => {
    expect(paths(layer('a', 'b/', 'b/c'), layer('.wh..wh..opq', 'd'))).toEqual(['d']);
  });

  it('a name that only starts like the opaque marker hides nothing', () => {
    const base = layer('etc/', 'etc/passwd', 'etc/hostname');
    expect(paths(base, layer('etc/.wh..wh..opqX'))).toEqual(['etc', 'etc/hostname', 'etc/passwd']);
  });

  it.each(['etc/.wh.', 'etc/.wh..', 'etc/.wh...', '.wh.'])(
    '%s names no file: it hides nothing and stays in sight',
    (marker) => {
      const base = layer('etc/', 'etc/passwd');
      expect(paths(base, layer(marker))).toEqual([...new Set(['etc', 'etc/passwd', marker])].sort());
      expect(codes(base, layer(marker))).toEqual(['image.whiteout-invalid']);
    },
  );

  it('what AUFS left behind is not part of the tree', () => {
    const upper = layer('.wh..wh.plnk/', '.wh..wh.plnk/12.34', '.wh..wh.aufs', '.wh..wh.orph/', 'a');
    expect(paths(layer('a'), upper)).toEqual(['a']);
    expect(squash([layer('a'), upper]).faults).toMatchObject([
      {
        code: 'image.whiteout-aufs',
        severity: 'info',
        message:
          'Layer 2 of 2: ".wh..wh.plnk" is bookkeeping of the AUFS driver. It is no part of the file system and was left out. 3 more like it.',
      },
    ]);
  });

  it('a marker with content is told', () => {
    expect(codes(layer({ path: 'a/.wh.b', size: 4096 }))).toEqual(['image.whiteout-content']);
  });

  it('in an archive that is no layer, such names are ordinary', () => {
    const tree = squash([layer('a', '.wh.a', 'b/.wh..wh..opq')], 'keep');
    expect([...tree.entries()].map(({ path }) => path)).toEqual(['.wh.a', 'a', 'b/.wh..wh..opq']);
    expect(tree.faults).toEqual([]);
  });
});

describe('symbolic links of lower layers', () => {
  it('an opaque marker clears the real path, never what the link leads to', () => {
    const base = layer('target/', 'target/keep.txt', 'link -> target');
    const upper = layer('link/', 'link/.wh..wh..opq', 'link/new.txt');
    expect(paths(base, upper)).toEqual(['link', 'link/new.txt', 'target', 'target/keep.txt']);
    expect(squash([base, upper]).get('link')?.type).toBe('d');
  });

  it('a whiteout below a link hides nothing behind it, and says so', () => {
    const base = layer('usr/', 'usr/lib/', 'usr/lib/x.so', 'lib -> usr/lib');
    expect(paths(base, layer('lib/.wh.x.so'))).toContain('usr/lib/x.so');
    expect(codes(base, layer('lib/.wh.x.so'))).toEqual(['image.whiteout-under-link']);
  });

  it('a file below a link stays where it is written, beside the link, and says so', () => {
    const base = layer('usr/', 'usr/lib/', 'lib -> usr/lib');
    const tree = squash([base, layer('lib/y.so')]);
    expect(tree.get('lib')?.type).toBe('l');
    expect(tree.get('lib/y.so')).toBeDefined();
    expect(tree.follow('lib/y.so')?.path).toBe('lib/y.so');
    expect(tree.faults).toMatchObject([{ code: 'image.path-under-link', entry: 'lib/y.so' }]);
  });
});

describe('entries over entries', () => {
  it('a file, link or device over a directory takes its children away', () => {
    const base = layer('d/', 'd/x', 'd/y/', 'd/y/z', 'd-e', 'd.f');
    for (const over of ['d', 'd -> d-e', { path: 'd', type: 'p' as const }]) {
      expect(paths(base, layer(over))).toEqual(['d', 'd-e', 'd.f']);
    }
  });

  it('a directory over a directory keeps its children and brings its own mode', () => {
    const tree = squash([layer('d/', 'd/x'), layer({ path: 'd', type: 'd', mode: 0o700 })]);
    expect(tree.get('d')).toMatchObject({ mode: 0o700, layer: 1 });
    expect(tree.get('d/x')).toMatchObject({ layer: 0 });
  });

  it('a directory over a file replaces it', () => {
    const tree = squash([layer('d'), layer('d/', 'd/x')]);
    expect(tree.get('d')).toMatchObject({ type: 'd', layer: 1 });
    expect(tree.fate('d', 0)).toEqual({ state: 'replaced', by: 1 });
  });

  it('a directory that is only implied hides no file: both are shown, and that is told', () => {
    expect(paths(layer('d'), layer('d/x'))).toEqual(['d', 'd/x']);
    expect(codes(layer('d'), layer('d/x'))).toEqual(['image.path-under-file']);
  });

  it('of a path that a layer holds twice, the last counts', () => {
    const tree = squash([layer({ path: 'a', size: 1 }, 'b', { path: './a', size: 2 })]);
    expect(tree.get('a')).toMatchObject({ size: 2, index: 2 });
    expect(tree.size).toBe(2);
  });
});

describe('the story of a path', () => {
  const tree = squash([
    layer('app/', { path: 'app/a', size: 1 }, { path: 'app/b', size: 2 }, 'srv/', 'srv/old'),
    layer('app/', { path: 'app/a', size: 3 }),
    layer('app/.wh.b', 'srv/', 'srv/.wh..wh..opq', 'srv/new'),
    layer({ path: 'app', type: 'd', mode: 0o700 }),
    layer('.wh.srv', 'srv/again'),
  ]);

  it('tells what became of each version', () => {
    expect(tree.fate('app/a', 0)).toEqual({ state: 'replaced', by: 1 });
    expect(tree.fate('app/a', 1)).toEqual({ state: 'present' });
    expect(tree.fate('app/b', 0)).toEqual({ state: 'removed', by: 2 });
    expect(tree.fate('srv/old', 0)).toEqual({ state: 'removed', by: 2 });
    expect(tree.fate('app/a', 2)).toBeUndefined();
    expect(tree.fate('nowhere', 0)).toBeUndefined();
  });

  it('a directory that is whited out and implied again by the same layer was replaced', () => {
    expect(tree.fate('srv', 2)).toEqual({ state: 'replaced', by: 4 });
    expect(tree.get('srv')).toMatchObject({ type: 'd', mode: 0o755, layer: 4, index: -1 });
    expect(tree.isDirectory('srv')).toBe(true);
  });

  it('marks each layer', () => {
    expect(tree.marks('app/a')).toEqual(['brought', 'changed', 'none', 'none', 'none']);
    expect(tree.marks('app/b')).toEqual(['brought', 'none', 'removed', 'none', 'none']);
    expect(tree.marks('app')).toEqual(['brought', 'none', 'none', 'changed', 'none']);
    expect(tree.marks('srv/new')).toEqual(['none', 'none', 'brought', 'none', 'removed']);
  });

  it('lists what is gone, with the layer that brought it and the one that removed it', () => {
    expect([...tree.removed()].map(({ entry, by }) => [entry.path, entry.layer, by])).toEqual([
      ['app/b', 0, 2],
      ['srv/new', 2, 4],
      ['srv/old', 0, 2],
    ]);
    expect(tree.superseded).toBe(8);
  });

  it('lists directories, in the end and with what was removed', () => {
    expect(tree.children('')).toEqual(['app', 'srv']);
    expect(tree.children('app')).toEqual(['a']);
    expect(tree.children('app/a')).toEqual([]);
    expect(tree.childrenWithRemoved('srv')).toEqual([
      { name: 'again', state: 'present' },
      { name: 'new', state: 'removed' },
      { name: 'old', state: 'removed' },
    ]);
  });
});

describe('hard links', () => {
  const held = { path: 'bin/a', size: 7, hash: 'ab', mode: 0o755 };

  it('have the size and digest of their target, in their own layer or a lower one', () => {
    const tree = squash([layer(held, 'bin/b => bin/a'), layer('bin/c => ./bin/a'), layer('bin/d => bin/c')]);
    for (const name of ['b', 'c', 'd']) {
      expect(tree.get(`bin/${name}`)).toMatchObject({ type: 'h', size: 7, sha256: 'ab'.repeat(32) });
    }
    const d = tree.get('bin/d');
    expect(d && tree.content(d)).toEqual({ layer: 0, index: 0 });
  });

  it('keep their content when a later layer changes or removes the target', () => {
    const tree = squash([
      layer(held),
      layer('b => bin/a'),
      layer({ path: 'bin/a', size: 9, hash: 'cd' }),
      layer('bin/.wh.a'),
    ]);
    expect(tree.get('b')).toMatchObject({ size: 7, sha256: 'ab'.repeat(32) });
  });

  it('to nothing, to themselves or in a circle are told and have no content', () => {
    const tree = squash([layer('a => nowhere', 'b => b', 'c => d', 'd => c')]);
    expect(tree.get('c')).toMatchObject({ size: 0, sha256: undefined });
    expect(tree.faults).toMatchObject([{ code: 'image.hard-link-unresolved', entry: 'a' }]);
    expect(tree.faults[0]?.message).toContain('3 more like it.');
  });
});

describe('following links', () => {
  const tree = squash([
    layer(
      'usr/',
      'usr/lib/',
      'usr/lib/os-release',
      'etc/',
      'etc/os-release -> ../usr/lib/os-release',
      'lib -> usr/lib',
    ),
    layer(
      'abs -> /lib/os-release',
      'up -> ../../../etc/os-release',
      'loop -> loop',
      'a -> b',
      'b -> a',
      'gone -> x',
    ),
  ]);

  it.each(['etc/os-release', 'lib/os-release', 'abs', 'up', './lib/../../etc/os-release'])(
    '%s leads to the file',
    (path) => {
      expect(tree.follow(path)?.path).toBe('usr/lib/os-release');
    },
  );

  it.each(['loop', 'a', 'gone', 'loop/x', 'nowhere', ''])('"%s" leads nowhere', (path) => {
    expect(tree.follow(path)).toBeUndefined();
  });

  it('counts at most 40 links', () => {
    const chain = (n: number) =>
      squash([layer('l0', ...Array.from({ length: n }, (_, i) => `l${i + 1} -> l${i}`))]);
    expect(chain(40).follow('l40')?.path).toBe('l0');
    expect(chain(41).follow('l41')).toBeUndefined();
  });
});

describe('trees of any shape', () => {
  it('a path 20,000 directories deep', () => {
    const deep = Array.from({ length: 20_000 }, () => 'd').join('/');
    const tree = squash([layer(`${deep}/a`, `${deep}/b`), layer(`${deep}/.wh.a`), layer('d/x')]);
    expect(tree.children(deep)).toEqual(['b']);
    expect(tree.children('d')).toEqual(['d', 'x']);
    expect([...tree.removed()].map(({ by }) => by)).toEqual([1]);
    expect(paths(layer(`${deep}/a`), layer('.wh.d'))).toEqual([]);
  });

  it('thousands of layers that remove and bring back the same directory', () => {
    const layers = Array.from({ length: 4_000 }, (_, i) =>
      i % 2 === 0 ? layer('d/', 'd/a', 'd/b') : layer('.wh.d'),
    );
    expect(paths(...layers)).toEqual([]);
    expect(squash(layers).superseded).toBe(6_000);
  });

  it('a hostile layer gives one sentence a kind', () => {
    const many = Array.from({ length: 5_000 }, (_, i) => `dir${i}/.wh.`);
    expect(squash([layer(...many)]).faults).toHaveLength(1);
  });
});
