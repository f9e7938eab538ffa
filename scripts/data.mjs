import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { endOfLife } from './data/end-of-life.mjs';
import { knownExploited } from './data/known-exploited.mjs';
import { libraries } from './data/libraries.mjs';
import { libraryPatterns } from './data/library-patterns.mjs';
import { fail, root } from './setup.mjs';

const USAGE = `Usage: npm run data -- [--kev FILE] [--eol FOLDER --eol-date DAY] [--retire FILE --retire-date DAY]

Makes the tables that ship with Loupe of what others publish, which you fetched:
  --kev     known_exploited_vulnerabilities.json of https://github.com/cisagov/kev-data
  --eol     the folder releases/ of https://github.com/endoflife-date/release-data
  --retire  repository/jsrepository-v4.json of https://github.com/RetireJS/retire.js
  DAY       when it was published, YYYY-MM-DD: these two do not say so themselves.
The same files give the same tables.`;

/** The option that names the input, a module that comes of it, and how. */
const TABLES = [
  { option: 'kev', module: 'src/core/advisory/data/known-exploited.ts', make: knownExploited },
  { option: 'eol', module: 'src/core/flag/data/end-of-life-table.ts', make: endOfLife },
  { option: 'retire', module: 'src/core/flag/data/libraries-table.ts', make: libraries },
  { option: 'retire', module: 'src/core/catalog/detectors/library-patterns.ts', make: libraryPatterns },
];

const options = read();
for (const { option, module, make } of TABLES) {
  const path = options[option];
  if (path === undefined) continue;
  const input = inputOf(path);
  const made = make(input, options[`${option}-date`]);
  writeFileSync(join(root, module), made.text);
  console.log(`${module}: ${made.said}, ${made.text.length.toLocaleString('en-US')} characters`);
}

function read() {
  try {
    const { values } = parseArgs({
      options: Object.fromEntries(
        ['kev', 'eol', 'eol-date', 'retire', 'retire-date'].map((name) => [name, { type: 'string' }]),
      ),
    });
    const named = TABLES.some(({ option }) => values[option] !== undefined);
    for (const option of ['eol', 'retire'])
      if (values[option] !== undefined && !/^\d{4}-\d\d-\d\d$/.test(values[`${option}-date`] ?? ''))
        throw new Error(`--${option} needs --${option}-date YYYY-MM-DD`);
    if (named) return values;
  } catch (thrown) {
    console.error(thrown.message);
  }
  return fail(USAGE);
}

/** A file, or the JSON files of a folder in the order of their names; the digest of a folder is that of their lines. */
function inputOf(path) {
  if (!statSync(path).isDirectory()) {
    const bytes = readFileSync(path);
    return { sha256: sha256(bytes), json: () => JSON.parse(bytes.toString('utf8')) };
  }
  const names = readdirSync(path)
    .filter((name) => name.endsWith('.json'))
    .sort();
  const files = new Map(names.map((name) => [name, readFileSync(join(path, name))]));
  const lines = [...files].map(([name, bytes]) => `${sha256(bytes)}  ${name}\n`);
  const json = (name) => {
    const bytes = files.get(`${name}.json`);
    return bytes === undefined ? undefined : JSON.parse(bytes.toString('utf8'));
  };
  return { sha256: sha256(lines.join('')), json };
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}
