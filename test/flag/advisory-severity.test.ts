import { expect, it } from 'vitest';
import type { Advisory } from '../../src/core/advisory/types.ts';
import { advisoryScore } from '../../src/core/flag/advisory-severity.ts';

const record = (severity: Advisory['severity']): Advisory => ({ severity }) as Advisory;

const V2 = { type: 'CVSS_V2', score: 'AV:N/AC:L/Au:N/C:C/I:C/A:C' };
const V3 = { type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H' };
const V4 = { type: 'CVSS_V4', score: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N' };

it('the newest version of CVSS counts, and of several vectors the highest', () => {
  expect(advisoryScore([record([V2, V3])])?.base).toBe(7.5);
  expect(advisoryScore([record([V2]), record([V3, V4])])).toMatchObject({ version: '4.0', base: 8.7 });
  const low = { type: 'CVSS_V3', score: 'CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N' };
  expect(advisoryScore([record([low]), record([V3])])?.base).toBe(7.5);
});

it('what is no vector scores nothing', () => {
  expect(
    advisoryScore([
      record([
        { type: 'CVSS_V3', score: 'high' },
        { type: 'Ubuntu', score: 'medium' },
      ]),
    ]),
  ).toBeUndefined();
});
