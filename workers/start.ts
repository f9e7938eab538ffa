import packed from './worker.ts?engine';

/**
 * Unpacks the one worker bundle. What is given starts it; `name` tells it its role and shows in the browser's tools.
 * Only this module can make a URL that the page's Trusted Types policy lets a worker start from, and only this URL.
 */
export async function openEngine(): Promise<(name: string) => Worker> {
  const url = URL.createObjectURL(new Blob([await unpacked()], { type: 'text/javascript' }));
  const trusted = window.trustedTypes
    ?.createPolicy('loupe-worker', {
      createScriptURL(asked) {
        if (asked !== url) throw new TypeError('Only the worker bundle of this page may be started.');
        return asked;
      },
    })
    .createScriptURL(url);
  return (name) => new Worker(trusted ?? url, { name });
}

function unpacked(): Promise<ArrayBuffer> {
  const text = atob(packed);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).arrayBuffer();
}

/** The part of Trusted Types used here; TypeScript's DOM library has none of it. */
declare global {
  interface Window {
    readonly trustedTypes?: {
      createPolicy(
        name: string,
        rules: { createScriptURL(asked: string): string },
      ): { createScriptURL(asked: string): string };
    };
  }
}
