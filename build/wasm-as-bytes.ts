import type { Plugin } from 'vite';

/**
 * `zstddec` reads its own wasm through `fetch('data:…')`, which `connect-src 'none'` rightly forbids. Here it is
 * decoded from the same base64 in place. A version that does it another way stops the build.
 */
export function wasmAsBytes(): Plugin {
  return {
    name: 'loupe:wasm-as-bytes',
    transform: {
      filter: { id: /\/zstddec\/dist\// },
      handler(code) {
        return { code: replaceOnce(replaceOnce(code, ...INSTEAD_OF_FETCH), ...ALWAYS), map: null };
      },
    },
  };
}

const INSTEAD_OF_FETCH = [
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of the module that is looked for.
  'fetch(`data:application/wasm;base64,${wasm}`).then((response) => response.arrayBuffer())',
  'Promise.resolve(Uint8Array.from(atob(wasm), (c) => c.charCodeAt(0)).buffer)',
] as const;

const ALWAYS = ['typeof fetch !== "undefined"', 'true'] as const;

function replaceOnce(code: string, from: string, to: string): string {
  if (code.split(from).length !== 2) throw new Error('zstddec loads its wasm in a way not known here');
  return code.replace(from, () => to);
}
