import { moduleText } from './module.mjs';

/**
 * Products that what Loupe finds can be told to be: our name, endoflife.date's, the title, and the field that says when
 * the last support ends that costs nothing.
 */
const PRODUCTS = [
  ['os/alpine', 'alpine-linux', 'Alpine Linux'],
  ['os/debian', 'debian', 'Debian', 'eoes'],
  ['os/linuxmint', 'linuxmint', 'Linux Mint'],
  ['os/rocky', 'rocky-linux', 'Rocky Linux'],
  ['os/sles', 'sles', 'SUSE Linux Enterprise Server'],
  ['python', 'python', 'Python'],
  ['pkg:composer/craftcms/cms', 'craft-cms', 'Craft CMS'],
  ['pkg:composer/drush/drush', 'drush', 'Drush'],
  ['pkg:composer/laravel/framework', 'laravel', 'Laravel'],
  ['pkg:composer/silverstripe/framework', 'silverstripe', 'Silverstripe'],
  ['pkg:composer/statamic/cms', 'statamic', 'Statamic'],
  ['pkg:golang/github.com/containerd/containerd', 'containerd', 'containerd'],
  ['pkg:golang/github.com/traefik/traefik', 'traefik', 'Traefik'],
  ['pkg:maven/org.springframework.boot/spring-boot', 'spring-boot', 'Spring Boot'],
  ['pkg:maven/org.springframework.security/spring-security-core', 'spring-security', 'Spring Security'],
  ['pkg:maven/org.springframework/spring-core', 'spring-framework', 'Spring Framework'],
  ['pkg:npm/@angular/core', 'angular', 'Angular'],
  ['pkg:npm/electron', 'electron', 'Electron'],
  ['pkg:npm/ember-source', 'emberjs', 'Ember'],
  ['pkg:npm/eslint', 'eslint', 'ESLint'],
  ['pkg:npm/nuxt', 'nuxt', 'Nuxt'],
  ['pkg:npm/vuetify', 'vuetify', 'Vuetify'],
  ['pkg:pypi/ansible-core', 'ansible-core', 'ansible-core'],
  ['pkg:pypi/apache-airflow', 'apache-airflow', 'Apache Airflow'],
  ['pkg:pypi/django', 'django', 'Django'],
  ['pkg:pypi/plone', 'plone', 'Plone'],
  ['pkg:pypi/salt', 'salt', 'Salt'],
  ['pkg:pypi/wagtail', 'wagtail', 'Wagtail'],
];

/** endoflife.date's release data: release lines whose end was past on the day of the data. */
export function endOfLife(input, day) {
  const words = [];
  let count = 0;
  for (const [product, slug, title, field = 'eol'] of PRODUCTS) {
    const ended = Object.entries(input.json(slug)?.releases ?? {})
      .map(([line, release]) => [line, release[field]])
      .filter(([line, ends]) => /^\d+(?:\.\d+){0,2}$/.test(line) && typeof ends === 'string' && ends < day)
      .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
    if (ended.length === 0) continue;
    words.push(`=${product}|${slug}|${title.replaceAll(' ', '_')}`);
    for (const [line, ends] of ended) words.push(`${line}:${ends}`);
    count += ended.length;
  }
  return {
    said: `${count} release lines that ended before ${day}`,
    text: moduleText({
      constant: 'END_OF_LIFE_TABLE',
      imports: '../../',
      from: {
        id: 'end-of-life',
        title: 'endoflife.date release data',
        url: 'https://endoflife.date/',
        license: 'MIT',
        copyright: 'Copyright (c) endoflife.date contributors',
        version: day,
        released: day,
        sha256: input.sha256,
        count,
        counted: 'release line',
      },
      explains: [
        'Words: `=PRODUCT|PAGE|TITLE` with `_` for spaces, then `LINE:DAY`, the day after which that line of releases gets no',
        'security fixes that cost nothing.',
      ],
      words,
    }),
  };
}
