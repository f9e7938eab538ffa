import { cisa2026 } from './cisa-2026.ts';
import { IDENTIFIERS, NAME, SUPPLIER, VERSION } from './fields.ts';
import type { Profile, ProfileRule } from './types.ts';

/** Where a field is and how it is told has not changed since: taken from the rule of 2026 that asks for the same. */
function asIn(id: string): Pick<ProfileRule, 'paths' | 'test' | 'remedy'> {
  const rule = cisa2026.rules.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return { paths: rule.paths, test: rule.test, remedy: rule.remedy };
}

export const ntia2021: Profile = {
  id: 'ntia-2021',
  title: 'The Minimum Elements for an SBOM',
  issuer: 'NTIA',
  version: '2021',
  published: '2021-07-12',
  force: 'Replaced by the minimum elements of 2026; kept for contracts that name it.',
  checked: '2026-11-23',
  source: 'https://www.ntia.gov/report/2021/minimum-elements-software-bill-materials-sbom',
  rules: [
    {
      id: 'N1',
      title: 'Supplier name',
      level: 'MUST',
      clause: 'Data fields: Supplier Name',
      paths: {
        cyclonedx: { path: 'components[].supplier.name', since: '1.2' },
        spdx2: { path: 'packages[].supplier' },
        spdx3: { path: 'suppliedBy' },
      },
      test: { over: 'components', scope: 'all', every: [SUPPLIER] },
      remedy: 'Name the supplier of each component.',
    },
    {
      id: 'N2',
      title: 'Component name',
      level: 'MUST',
      clause: 'Data fields: Component Name',
      ...asIn('C26-11'),
      test: { over: 'components', scope: 'all', every: [NAME] },
    },
    {
      id: 'N3',
      title: 'Version of the component',
      level: 'MUST',
      clause: 'Data fields: Version of the Component',
      ...asIn('C26-12'),
      test: { over: 'components', scope: 'all', every: [VERSION] },
    },
    {
      id: 'N4',
      title: 'Other unique identifiers',
      level: 'MUST',
      clause: 'Data fields: Other Unique Identifiers',
      ...asIn('C26-13'),
      test: { over: 'components', scope: 'all', every: [IDENTIFIERS], is: 'identifier' },
    },
    {
      id: 'N5',
      title: 'Dependency relationship',
      level: 'MUST',
      clause: 'Data fields: Dependency Relationship',
      ...asIn('C26-17'),
    },
    {
      id: 'N6',
      title: 'Author of SBOM data',
      level: 'MUST',
      clause: 'Data fields: Author of SBOM Data',
      ...asIn('C26-01'),
    },
    { id: 'N7', title: 'Timestamp', level: 'MUST', clause: 'Data fields: Timestamp', ...asIn('C26-06') },
  ],
};
