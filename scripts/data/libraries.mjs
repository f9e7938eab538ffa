import { moduleText } from './module.mjs';

const SEVERITIES = { critical: 'c', high: 'h', medium: 'm', low: 'l', none: 'l' };

/** RetireJS's repository: of each library the versions that a published weakness is in, by public identifiers. */
export function libraries(input, day) {
  const libraries = new Map();
  let count = 0;
  for (const [key, { npmname, vulnerabilities }] of Object.entries(input.json())) {
    const name = nameOf(key, npmname);
    const words = libraries.get(name) ?? new Set();
    for (const { atOrAbove, below, severity, identifiers } of vulnerabilities) {
      const ids = identifiers.CVE ?? (identifiers.githubID === undefined ? [] : [identifiers.githubID]);
      // Without a public identifier nobody can look up what is meant.
      if (ids.length === 0 || !isVersion(below) || key === 'retire-example') continue;
      const from = atOrAbove === undefined || atOrAbove === '0' ? '' : atOrAbove;
      words.add(`${version(from)}..${version(below)}:${SEVERITIES[severity]}:${[...ids].sort().join(',')}`);
    }
    if (words.size > 0) libraries.set(name, words);
  }
  const words = [...libraries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, ranges]) => {
      count += ranges.size;
      return [`=${name}`, ...[...ranges].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))];
    });
  return {
    said: `${count} weaknesses of ${libraries.size} libraries`,
    text: moduleText({
      constant: 'LIBRARIES_TABLE',
      imports: '../../',
      from: {
        id: 'javascript-libraries',
        title: 'RetireJS repository',
        url: 'https://github.com/RetireJS/retire.js',
        license: 'Apache-2.0',
        copyright: 'Erlend Oftedal and the contributors to RetireJS',
        version: day,
        released: day,
        sha256: input.sha256,
        count,
        counted: 'weakness',
      },
      explains: [
        'Words: `=LIBRARY`, then `FROM..BELOW:SEVERITY:IDS` for each weakness: the first version that has it, empty for all',
        'before, and the first that does not; `c`, `h`, `m` or `l`.',
      ],
      words,
    }),
  };
}

/** The name on npm, under which others know it. */
export function nameOf(key, npmname) {
  const known = { 'jquery.datatables': 'datatables.net', ember: 'ember-source', threejs: 'three' };
  return known[key] ?? npmname ?? key.toLowerCase();
}

function isVersion(text) {
  return typeof text === 'string' && /^\d[\w.+-]*$/.test(text);
}

/** `1.9.0b1` is what RetireJS writes for the pre-release `1.9.0-b1`. */
function version(text) {
  return text.replace(/(\d)((?:b|rc|beta|alpha)\d*)$/i, '$1-$2');
}
