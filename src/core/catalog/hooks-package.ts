import { decodeUtf8Lossy } from '../base/bytes.ts';
import { linesOf } from '../base/lines.ts';
import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger, CatalogFile } from './types.ts';

const DPKG = 'var/lib/dpkg/info/';
const MAINTAINER = ['preinst', 'postinst', 'prerm', 'postrm'] as const;
const APK = [
  'pre-install',
  'post-install',
  'pre-upgrade',
  'post-upgrade',
  'pre-deinstall',
  'post-deinstall',
  'trigger',
];

/**
 * What runs when a package is installed, or when its language starts, and is named by no command: maintainer scripts,
 * Python's `.pth` and `sitecustomize`, `setup.py`, `binding.gyp`. They give observations, and no component.
 */
export const packageHooks: Cataloger = {
  id: 'hooks.package',
  title: 'What packages run when they are installed or loaded',
  spec: 'Debian Policy 6; apk-package(5); docs.python.org: site; gyp.gsrc.io',
  match: {
    globs: [
      ...MAINTAINER.map((name) => `${DPKG}*.${name}`),
      ...MAINTAINER,
      ...APK.map((name) => `.${name}`),
      '.INSTALL',
      '**/*.pth',
      '**/{sitecustomize,usercustomize}.py',
      'setup.py',
      '*/setup.py',
      '**/binding.gyp',
    ],
  },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const name = file.path.slice(file.path.lastIndexOf('/') + 1);
    if (name.endsWith('.pth')) readPth(out, file);
    else if (name === 'sitecustomize.py' || name === 'usercustomize.py') startup(out, file);
    else if (name === 'setup.py')
      whole(out, file, 'hook.python-setup', 'setup.py: run when the package is built or installed');
    else if (name === 'binding.gyp')
      whole(out, file, 'hook.node-gyp', 'binding.gyp: npm builds it, and runs what it says, at install');
    else maintainer(out, file, name);
    return out.done();
  },
};

/** Longest statement that a `.pth` file is shown with. */
const LONGEST = 200;

/** Lines of `.pth` files that begin with `import` are run whenever Python starts (docs.python.org, site). */
function readPth(out: ReadingBuilder, file: CatalogFile): void {
  let number = 0;
  for (const line of linesOf(decodeUtf8Lossy(file.bytes))) {
    number++;
    if (line.includes('\0')) {
      out.fault(
        'hooks.pth',
        'warning',
        `"${displayName(file.path)}" holds a NUL byte in line ${number}; Python reads no further, nor does Loupe.`,
      );
      return;
    }
    if (/^import[ \t]/.test(line))
      out.observe({ kind: 'hook.python-pth', detail: line.slice(0, LONGEST), pointer: `line ${number}` });
  }
}

function startup(out: ReadingBuilder, file: CatalogFile): void {
  const lines = [...linesOf(decodeUtf8Lossy(file.bytes.subarray(0, 65_536)))];
  const at = lines.findIndex((line) => line.trim() !== '' && !line.trim().startsWith('#'));
  if (at < 0) return;
  out.observe({
    kind: 'hook.python-startup',
    detail: (lines[at] ?? '').trim().slice(0, LONGEST),
    pointer: `line ${at + 1}`,
  });
}

function whole(out: ReadingBuilder, file: CatalogFile, kind: string, detail: string): void {
  if (file.size > 0) out.observe({ kind, detail });
}

/** `info/NAME[:ARCH].postinst` of a system, or a script of one package file. */
function maintainer(out: ReadingBuilder, file: CatalogFile, name: string): void {
  if (file.size === 0) return;
  const dot = name.lastIndexOf('.');
  const installed = file.path.startsWith(DPKG);
  const detail = installed ? `${name.slice(dot + 1)} of ${name.slice(0, dot)}` : name.replace(/^\./, '');
  out.observe({ kind: 'hook.maintainer-script', detail });
}
