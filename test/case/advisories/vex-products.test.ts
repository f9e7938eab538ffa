import { expect, test } from 'vitest';
import { parsePurl } from '../../../src/core/base/purl-parse.ts';
import { isNamed } from '../../../src/core/case/advisories/vex-products.ts';

test.each([
  ['pkg:oci/app', 'ghcr.io/ada/app:1', true],
  ['pkg:oci/app', 'localhost:5000/app', true],
  ['pkg:oci/app@1', 'ghcr.io/ada/app:1', true],
  ['pkg:oci/app@2', 'ghcr.io/ada/app:1', false],
  ['pkg:oci/app?repository_url=ghcr.io/ada/app', 'ghcr.io/ada/app:1', true],
  ['pkg:oci/app?repository_url=ghcr.io/ada', 'ghcr.io/ada/app:1', true],
  ['pkg:oci/app?repository_url=ghcr.io/eve/app', 'ghcr.io/ada/app:1', false],
  ['pkg:oci/app?repository_url=ghcr.io/eve/app', 'app:1', true],
  ['pkg:docker/library/debian@12', 'debian:12', true],
  ['pkg:docker/library/debian@12', 'docker.io/library/debian:12', true],
  ['pkg:docker/library/debian@12', 'eve/debian:12', false],
  ['pkg:oci/app', 'ghcr.io/ada/other-app:1', false],
])('%s, of the image %s: %s', (pattern, ref, expected) => {
  const purl = parsePurl(pattern);
  expect(purl !== undefined && isNamed(purl, ref)).toBe(expected);
});
