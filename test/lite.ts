import { corpusBytes } from './corpus.ts';
import { type Inspected, inspectFiles } from './inspect.ts';

/** The real image of the corpus that most is held against. */
export const LITE = 'lite.oci-gzip.tar';

export const liteBytes = () => corpusBytes('container', LITE);

let inspected: Promise<Inspected> | undefined;

/** What is found in it alone, looked for once: it takes seconds. For tests that ask the case and change nothing in it. */
export function inspectLite(): Promise<Inspected> {
  inspected ??= inspectFiles([{ name: LITE, bytes: liteBytes() }]);
  return inspected;
}
