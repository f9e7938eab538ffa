/** Day of the newest data that these dates were held against. What ends later is not told. */
export const END_OF_LIFE_AS_OF = '2026-08-22';

/** Day after which a release line gets no free security fixes, long-term support by the project included. */
export interface EndOfLife {
  readonly product: string;
  readonly title: string;
  /** Where the project announces it. */
  readonly source: string;
  /** Release line to its last day. */
  readonly ends: Readonly<Record<string, string>>;
}

const table = (
  product: string,
  title: string,
  source: string,
  ends: Readonly<Record<string, string>>,
): EndOfLife => ({
  product,
  title,
  source,
  ends,
});

/**
 * A small table of our own, of what endoflife.date's release data give no days for. Debian and Ubuntu are held by a test
 * against distro-info-data, Go against endoflife.date's release data. The others were held by hand against the projects'
 * pages there, the end of Amazon Linux 2 against what others quote of Amazon's answers: no test repeats that.
 */
export const END_OF_LIFE: readonly EndOfLife[] = [
  table('os/debian', 'Debian', 'https://wiki.debian.org/LTS', {
    '7': '2018-05-31',
    '8': '2020-06-30',
    '9': '2022-06-30',
    '10': '2024-06-30',
  }),
  table('os/ubuntu', 'Ubuntu', 'https://ubuntu.com/about/release-cycle', {
    '14.04': '2019-04-25',
    '16.04': '2021-04-30',
    '18.04': '2023-05-31',
    '20.04': '2025-05-29',
    '22.10': '2023-07-20',
    '23.04': '2024-01-25',
    '23.10': '2024-07-11',
    '24.10': '2025-07-10',
    '25.04': '2026-01-15',
    '25.10': '2026-07-09',
  }),
  table('os/fedora', 'Fedora Linux', 'https://docs.fedoraproject.org/en-US/releases/eol/', {
    '35': '2022-12-13',
    '36': '2023-05-16',
    '37': '2023-12-05',
    '38': '2024-05-21',
    '39': '2024-11-26',
    '40': '2025-05-13',
    '41': '2025-12-15',
    '42': '2026-05-13',
  }),
  table('os/centos', 'CentOS', 'https://www.centos.org/centos-linux-eol/', {
    '6': '2020-11-30',
    '7': '2024-06-30',
    '8': '2021-12-31',
  }),
  table('os/rhel', 'Red Hat Enterprise Linux', 'https://access.redhat.com/support/policy/updates/errata', {
    '6': '2020-11-30',
    '7': '2024-06-30',
  }),
  table('os/amzn', 'Amazon Linux', 'https://aws.amazon.com/amazon-linux-2/faqs/', {
    '2018.03': '2023-12-31',
    '2': '2026-06-30',
  }),
  table('node', 'Node.js', 'https://github.com/nodejs/release#release-schedule', {
    '8': '2019-12-31',
    '10': '2021-04-30',
    '12': '2022-04-30',
    '14': '2023-04-30',
    '16': '2023-09-11',
    '17': '2022-06-01',
    '18': '2025-04-30',
    '19': '2023-06-01',
    '20': '2026-04-30',
    '21': '2024-06-01',
    '23': '2025-06-01',
  }),
  table('pkg:golang/stdlib', 'Go', 'https://go.dev/doc/devel/release#policy', {
    '1.18': '2023-02-01',
    '1.19': '2023-08-08',
    '1.20': '2024-02-06',
    '1.21': '2024-08-13',
    '1.22': '2025-02-11',
    '1.23': '2025-08-12',
    '1.24': '2026-02-10',
    '1.25': '2026-08-19',
  }),
  table('openssl', 'OpenSSL', 'https://openssl-library.org/policies/releasestrat/', {
    '1.0': '2019-12-31',
    '1.1': '2023-09-11',
  }),
  table('php', 'PHP', 'https://www.php.net/eol.php', {
    '5.6': '2018-12-31',
    '7.2': '2020-11-30',
    '7.3': '2021-12-06',
    '7.4': '2022-11-28',
    '8.0': '2023-11-26',
    '8.1': '2025-12-31',
  }),
  table('ruby', 'Ruby', 'https://www.ruby-lang.org/en/downloads/branches/', {
    '2.5': '2021-03-31',
    '2.6': '2022-03-31',
    '2.7': '2023-03-31',
    '3.0': '2024-04-23',
    '3.1': '2025-03-31',
    '3.2': '2026-03-31',
  }),
  table('pkg:npm/angular', 'AngularJS', 'https://docs.angularjs.org/misc/version-support-status', {
    '1': '2021-12-31',
  }),
  table('pkg:npm/vue', 'Vue', 'https://v2.vuejs.org/eol/', { '2': '2023-12-31' }),
];
