import source from './worker.ts?engine';

/** Only this module can make a URL that the page's Trusted Types policy lets a worker start from, and only this URL. */
const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
const trusted = window.trustedTypes
  ?.createPolicy('loupe-worker', {
    createScriptURL(asked) {
      if (asked !== url) throw new TypeError('Only the worker bundle of this page may be started.');
      return asked;
    },
  })
  .createScriptURL(url);

/** Starts the one worker bundle; `name` tells it its role and shows in the browser's tools. */
export function startWorker(name: string): Worker {
  return new Worker(trusted ?? url, { name });
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
