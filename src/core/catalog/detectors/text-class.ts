import type { TextClass } from './types.ts';

const CODE = new Set(
  (
    'js mjs cjs jsx ts mts cts tsx vue svelte py pyw pyi rb php pl pm lua go rs java kt scala groovy c h cc cpp hpp cs ' +
    'swift m sh bash zsh fish ps1 psm1 bat cmd sql tf gradle ksh awk tcl r jl ex exs erl hrl hs lhs clj cljs cljc dart ' +
    'sol zig nim proto cmake mk astro vb fs fsx ml mli el lisp scm nix bzl star pyx pxd cr d pas mm cxx hxx inl cu ' +
    'coffee ejs hbs pug dockerfile'
  ).split(' '),
);
/** Names without an ending, or with one that tells nothing. */
const CODE_NAMES =
  /^(?:(?:GNU)?makefile|(?:docker|container|jenkins|rake|gem|vagrant|bras|just|proc|earth)file(?:\..+)?|cmakelists\.txt|configure|build|workspace)$/i;
/** Endings of files that are no text, or of text that holds nothing but data. */
const NOT = new Set(
  (
    'png jpg jpeg gif ico bmp webp svg woff woff2 ttf otf eot mp3 mp4 ogg wav webm zip gz tgz xz bz2 zst 7z rar tar jar ' +
    'war ear whl egg deb rpm apk so a o ko dll exe dylib class pyc pyo node wasm bin dat db sqlite mo gmo qm pdf ' +
    'md5sums list map cache idx pack res'
  ).split(' '),
);

/** What the name of a file says of its content; `undefined` for what is never scanned. */
export function textClassOf(path: string): TextClass | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  const ending = dot <= 0 ? '' : name.slice(dot + 1).toLowerCase();
  if (NOT.has(ending)) return undefined;
  return CODE.has(ending) || CODE_NAMES.test(name) ? 'code' : 'text';
}
