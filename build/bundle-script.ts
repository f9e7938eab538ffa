import { build } from 'vite';
import { browsers } from './browsers.ts';
import { licenseTexts } from './license-texts.ts';
import { schemas } from './schemas.ts';
import { strictLogger } from './strict-logger.ts';
import { wasmAsBytes } from './wasm-as-bytes.ts';

/** Bundles `entry` to the text of one classic script; `files` are the modules it was made of. */
export async function bundleScript(
  entry: string,
  root: string,
): Promise<{ readonly code: string; readonly files: readonly string[] }> {
  const logger = strictLogger();
  const result = await build({
    configFile: false,
    root,
    mode: 'production',
    logLevel: 'warn',
    customLogger: logger,
    plugins: [wasmAsBytes(), schemas(), licenseTexts()],
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      // As a library: an `import()` stays in the script and gets none of the page's preloading.
      lib: { entry, name: 'loupe', formats: ['iife'], fileName: 'script' },
      target: browsers,
      write: false,
      modulePreload: false,
      reportCompressedSize: false,
      // Schemas are compiled on the way: how long a plugin takes is no fault of what is built.
      rolldownOptions: {
        output: { codeSplitting: false },
        checks: { pluginTimings: false },
        onLog: logger.onLog,
      },
    },
  });
  logger.throwIfWarned(entry);
  const [built] = Array.isArray(result) ? result : [];
  if (built === undefined) throw new Error(`${entry} gave no build`);
  const [chunk, ...rest] = built.output;
  if (rest.length > 0)
    throw new Error(`${entry} must give one file, gave also ${rest.map((f) => f.fileName)}`);
  return { code: chunk.code, files: chunk.moduleIds.filter((id) => id.startsWith('/')) };
}
