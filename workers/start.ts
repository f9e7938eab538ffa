import light from './light-worker.ts?engine';
import schemas from './schema-worker.ts?engine';
import engine from './worker.ts?engine';

/** Starts workers from the bundles that this page carries. Its role is a worker's name, and shows in the browser's tools. */
export interface Engine {
  start(role: 'case' | 'job' | 'verify' | 'inflate' | 'layout'): Worker;
  /** Its bundle is unpacked when it is first asked for. */
  startSchemas(): Promise<Worker>;
}

/**
 * Unpacks the worker bundles. Only this module can make a URL that the page's Trusted Types policy lets a worker start
 * from, and only the URLs of these bundles.
 */
export async function openEngine(): Promise<Engine> {
  const ours = new Set<string>();
  const policy = window.trustedTypes?.createPolicy('loupe-worker', {
    createScriptURL(asked) {
      if (!ours.has(asked)) throw new TypeError('Only the worker bundles of this page may be started.');
      return asked;
    },
  });
  const open = async (packed: string): Promise<string> => {
    const url = URL.createObjectURL(new Blob([await unpacked(packed)], { type: 'text/javascript' }));
    ours.add(url);
    return policy?.createScriptURL(url) ?? url;
  };
  const [engineUrl, lightUrl] = await Promise.all([open(engine), open(light)]);
  let schemasUrl: Promise<string> | undefined;
  return {
    start: (role) =>
      new Worker(role === 'inflate' || role === 'layout' ? lightUrl : engineUrl, { name: role }),
    async startSchemas() {
      schemasUrl ??= open(schemas);
      return new Worker(await schemasUrl, { name: 'schemas' });
    },
  };
}

function unpacked(packed: string): Promise<ArrayBuffer> {
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
