import type { ImageSummary } from '../../../core/case/views.ts';

export interface LadderSums {
  readonly pass: number;
  readonly fail: number;
  readonly absent: number;
  readonly total: number;
}

/** Rungs of an image by their result. */
export function ladderSums(image: ImageSummary): LadderSums {
  let pass = 0;
  let fail = 0;
  let total = 0;
  for (const group of image.ladder) {
    pass += group.pass;
    total += group.total;
    fail += group.odd.filter((rung) => rung.status === 'fail').length;
  }
  return { pass, fail, absent: Math.max(0, total - pass - fail), total };
}
