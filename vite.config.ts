import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { browsers } from './build/browsers.ts';
import { engineAsText } from './build/engine.ts';
import { samples } from './build/samples/samples.ts';
import { singleFile } from './build/single-file.ts';
import { failOnWarnings, strictLogger } from './build/strict-logger.ts';
import { wasmAsBytes } from './build/wasm-as-bytes.ts';

const logger = strictLogger();

/** The page. Its worker bundle and the guard are built from within (`build/`); the command line: `vite.cli.config.ts`. */
export default defineConfig({
  base: './',
  publicDir: false,
  customLogger: logger,
  logLevel: 'warn',
  plugins: [
    svelte({
      configFile: false,
      // Fragments are made element by element: nothing needs a Trusted Types policy for HTML.
      compilerOptions: { fragments: 'tree' },
    }),
    engineAsText(),
    samples(),
    wasmAsBytes(),
    singleFile(),
    failOnWarnings(logger),
  ],
  build: {
    target: browsers,
    assetsInlineLimit: Number.MAX_SAFE_INTEGER,
    cssCodeSplit: false,
    modulePreload: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: Number.MAX_SAFE_INTEGER,
    rolldownOptions: {
      output: { codeSplitting: false },
      checks: { pluginTimings: false },
      onLog: logger.onLog,
    },
  },
});
