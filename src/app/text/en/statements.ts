import { formatCount, plural } from '../format.ts';
import type { Rich } from '../rich.ts';

/** Words for what a document says of vulnerabilities. */
export const statements = {
  title: 'What it says of vulnerabilities',
  intro: [
    'A statement suppresses a finding only when you accept its author: in ',
    { link: 'Findings', target: { view: 'findings' } },
    ', under Advisory data.',
  ] as Rich,
  columns: {
    vulnerability: 'Vulnerability',
    status: 'Status',
    products: 'Products',
    effect: 'Effect in this case',
  },
  effect: 'It is about findings here.',
  more: (shown: number, all: number) => `The first ${formatCount(shown)} of ${plural(all, 'statement')}.`,
} as const;
