/**
 * The oldest browsers the page is built for: the first with `light-dark()` and all that a worker needs.
 * `src/app/support.ts` tells older ones so on the first screen.
 */
export const browsers = ['chrome123', 'edge123', 'firefox128', 'safari17.5'];
