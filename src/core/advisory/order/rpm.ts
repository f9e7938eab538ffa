import { rpmVersionCompare } from '../../catalog/rpm-version.ts';
import type { Ordering } from './types.ts';

export const rpm: Ordering = {
  id: 'rpm',
  title: 'rpm versions',
  spec: 'https://rpm-software-management.github.io/rpm/manual/dependencies.html#versioning',
  ecosystems: [
    'Red Hat',
    'Rocky Linux',
    'AlmaLinux',
    'SUSE',
    'openSUSE',
    'openEuler',
    'Mageia',
    'Azure Linux',
    'Photon OS',
  ],
  valid: (version) => /^(?:[0-9]*:)?[0-9A-Za-z][^\s:]*$/.test(version.trim()),
  compare: rpmVersionCompare,
};
