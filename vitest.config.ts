import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { engineAsText } from './build/engine.ts';
import { licenseTexts } from './build/license-texts.ts';
import { samples } from './build/samples/samples.ts';
import { schemas } from './build/schemas.ts';
import { wasmAsBytes } from './build/wasm-as-bytes.ts';

/** `unit`: the engine and the state of the page, in Node. `e2e`: what was built, in real browsers, one at a time. */
export default defineConfig({
  plugins: [
    svelte({ configFile: false, compilerOptions: { fragments: 'tree' } }),
    engineAsText(),
    samples(),
    wasmAsBytes(),
    schemas(),
    licenseTexts(),
  ],
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/build/**', 'test/bench/**'],
          testTimeout: 30_000,
          hookTimeout: 120_000,
          // The engine keeps no state that one test could leave to the next: its modules are loaded once for all files.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/build/**/*.test.ts', 'test/e2e/**/*.test.ts'],
          fileParallelism: false,
          isolate: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // How long a wait may last on a slow machine.
          expect: { poll: { timeout: 30_000 } },
        },
      },
    ],
  },
});
