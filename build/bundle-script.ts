import { build } from 'vite';
import { browsers } from './browsers.ts';
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
    customLogger: logger,
    plugins: [wasmAsBytes()],
    publicDir: false,
    build: {
      target: browsers,
      write: false,
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: entry,
        output: { format: 'iife', codeSplitting: false, entryFileNames: 'script.js' },
        onLog: logger.onLog,
      },
    },
  });
  logger.throwIfWarned(entry);
  if (Array.isArray(result) || !('output' in result)) throw new Error(`${entry} gave more than one build`);
  const [chunk, ...rest] = result.output;
  if (rest.length > 0)
    throw new Error(`${entry} must give one file, gave also ${rest.map((f) => f.fileName)}`);
  return { code: chunk.code, files: chunk.moduleIds.filter((id) => id.startsWith('/')) };
}
