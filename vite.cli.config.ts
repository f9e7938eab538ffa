import { defineConfig } from 'vite';
import { licenseTexts } from './build/license-texts.ts';
import { schemas } from './build/schemas.ts';
import { failOnWarnings, strictLogger } from './build/strict-logger.ts';
import { wasmAsBytes } from './build/wasm-as-bytes.ts';

const logger = strictLogger();

/** `dist/cli.js`: the engine and the command line in one file for Node, built after the page. */
export default defineConfig({
  publicDir: false,
  customLogger: logger,
  logLevel: 'warn',
  plugins: [wasmAsBytes(), schemas(), licenseTexts(), failOnWarnings(logger)],
  ssr: { noExternal: true },
  build: {
    ssr: 'src/cli/main.ts',
    target: 'node20',
    emptyOutDir: false,
    minify: false,
    rolldownOptions: {
      checks: { pluginTimings: false },
      output: {
        format: 'es',
        codeSplitting: false,
        entryFileNames: 'cli.js',
        banner: '#!/usr/bin/env node',
      },
      // Comments naming the path of each module would differ from place to place.
      experimental: { attachDebugInfo: 'none' },
      onLog: logger.onLog,
    },
  },
});
