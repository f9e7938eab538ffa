import { debianVersionCompare } from '../../catalog/debian-version.ts';
import type { Ordering } from './types.ts';

export const dpkg: Ordering = {
  id: 'dpkg',
  title: 'Debian package versions',
  spec: 'https://www.debian.org/doc/debian-policy/ch-controlfields.html#version',
  ecosystems: [
    'Debian',
    'Ubuntu',
    'Echo',
    'Docker Hardened Images:Debian',
    'TuxCare:Debian',
    'Root:Debian',
    'Root:Ubuntu',
  ],
  valid: (version) => /^(?:[0-9]+:)?[0-9A-Za-z][0-9A-Za-z.+:~-]*$/.test(version.trim()),
  compare: debianVersionCompare,
};
