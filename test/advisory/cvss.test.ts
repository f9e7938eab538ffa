import { expect, it } from 'vitest';
import { cvssScore } from '../../src/core/advisory/cvss.ts';
import { corpusBytes, describeCorpus } from '../corpus.ts';

it.each([
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 10, 'critical'],
  ['CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N', 1.8, 'low'],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N', 8.7, 'high'],
  ['AV:N/AC:L/Au:N/C:P/I:P/A:P', 7.5, 'high'],
  ['CVSS:3.0/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:N', 0, 'none'],
])('%s scores %d, %s', (vector, base, severity) => {
  expect(cvssScore(vector)).toMatchObject({ base, severity });
});

it.each(['', 'CVSS:3.1/AV:N', 'CVSS:9.9/AV:N/AC:L', 'HIGH', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:Q'])(
  '%j has no score',
  (vector) => {
    expect(cvssScore(vector)).toBeUndefined();
  },
);

describeCorpus('vectors of the corpus', () => {
  it.each(['simple2', 'simple3', 'simple31', 'simple4'])(
    'every base vector of %s scores as published',
    (name) => {
      const lines = new TextDecoder()
        .decode(corpusBytes('flag', 'cvss', `vectors_${name}`))
        .trim()
        .split('\n');
      const wrong = lines.filter((line) => {
        const [vector = '', scores = ''] = line.split(' - ');
        const expected = Math.abs(Number(/-?\d+(?:\.\d+)?/.exec(scores)?.[0]));
        return cvssScore(vector.trim())?.base !== expected;
      });
      expect([lines.length > 500, wrong]).toEqual([true, []]);
    },
  );
});
