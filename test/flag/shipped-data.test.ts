import { expect, it } from 'vitest';
import { encodeUtf8 } from '../../src/core/base/bytes.ts';
import { type AcceptedReference, NO_SETTINGS } from '../../src/core/case/settings.ts';
import { shippedData, shippedDataOf } from '../../src/core/flag/shipped-data.ts';

const kev = (references: readonly AcceptedReference[], at: string) =>
  shippedDataOf({ settings: { ...NO_SETTINGS, references } }, at).find(({ id }) => id === 'known-exploited');

it('says where each table comes from, of what day, under what licence, by digest', () => {
  expect(new Set(shippedData.map(({ id }) => id)).size).toBe(shippedData.length);
  for (const one of shippedData) {
    expect(one.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(one.released).toMatch(/^20\d\d-\d\d-\d\d/);
    expect(one.count).toBeGreaterThan(50);
    expect(one.url).toMatch(/^https:/);
  }
});

it('says how old it is at the time of the case, and that it is old after 90 days', () => {
  expect(kev([], '2025-08-25T18:00:00Z')).toMatchObject({ ageInDays: 0, old: false });
  expect(kev([], '2025-11-23T18:00:00Z')).toMatchObject({ ageInDays: 90, old: false });
  expect(kev([], '2025-11-24T18:00:00Z')).toMatchObject({ ageInDays: 91, old: true });
});

it('says what took its place, and of what day that is', () => {
  const bytes = encodeUtf8(
    JSON.stringify({
      dateReleased: '2026-11-02T00:00:00Z',
      vulnerabilities: [{ cveID: 'CVE-2026-1000', dateAdded: '2026-11-01' }],
    }),
  );
  const newer = {
    as: 'exploited',
    name: 'kev.json',
    sha256: 'ab' as AcceptedReference['sha256'],
    bytes,
  } as const;
  expect(kev([newer], '2026-11-28T00:00:00Z')?.replacedBy).toEqual({
    name: 'kev.json',
    sha256: 'ab',
    released: '2026-11-02T00:00:00Z',
  });
  expect(kev([], '2026-11-28T00:00:00Z')).not.toHaveProperty('replacedBy');
});
