import type { FieldOf } from './types.ts';

/** Who made a component, by name. Not who supplies it. */
export const PRODUCER: readonly FieldOf[] = [
  { field: 'manufacturer', roles: ['name'] },
  { field: 'originator', roles: ['name'] },
  { field: 'author', roles: ['name', ''] },
  // Syft says of a package of a distribution who maintains it there, which is who made the package.
  { field: 'maintainer', roles: ['name'] },
];

/** How to reach who made a component. */
export const PRODUCER_CONTACT: readonly FieldOf[] = [
  { field: 'manufacturer', roles: ['email', 'url'] },
  { field: 'originator', roles: ['email', 'url'] },
];

export const SUPPLIER: readonly FieldOf[] = [{ field: 'supplier', roles: ['name', ''] }];

/** Identifiers that others can look up. */
export const IDENTIFIERS: readonly FieldOf[] = [{ field: 'purl' }, { field: 'identifier' }];

export const HASHES: readonly FieldOf[] = [{ field: 'hash' }];

export const LICENSES: readonly FieldOf[] = [{ field: 'license', roles: ['declared', 'concluded', ''] }];

export const NAME: readonly FieldOf[] = [{ field: 'name' }];
export const VERSION: readonly FieldOf[] = [{ field: 'version' }];
