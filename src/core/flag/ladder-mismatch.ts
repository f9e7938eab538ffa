import type { Rule } from './types.ts';

/** One finding for each rung of an image's digest ladder that fails (DESIGN §5). */
export const ladderMismatch: Rule = {
  id: 'integrity.ladder',
  title: 'An image disagrees with its own digests',
  grade: 'fact',
  why: 'Every part of an image is named by the digest of its bytes. Where one differs, what is there is not what was named: damaged on the way, or exchanged.',
  mayBeWrong:
    'Archives put together by hand or by old tools state wrong sizes or counts with nothing behind it.',
  remedy: 'Fetch the image again by its digest and compare; if it differs again, do not run it.',
  *run({ images }) {
    for (const { ladder, source, plan } of images) {
      for (const { rung, of, status, expected, actual } of ladder) {
        if (status !== 'fail') continue;
        yield {
          severity: 'high',
          contradicts: true,
          source,
          key: `${plan.ref ?? ''}\0${rung}\0${of}`,
          title: `The ${rung} of ${of} is not the one that is stated.`,
          detail: `Stated: ${expected}. Found: ${actual}.`,
          evidence: [
            { label: 'stated', value: expected },
            { label: 'found', value: actual },
          ],
        };
      }
    }
  },
};
