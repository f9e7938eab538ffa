/** The text of a module that holds a table as one text, with where it comes from. */
export function moduleText({ constant, from, explains, words, imports }) {
  const fields = Object.entries(from).map(
    ([key, value]) => `  ${key}: ${typeof value === 'number' ? value : quoted(value)},`,
  );
  return [
    '// Made by "npm run data" (scripts/data.mjs) of what is named below: not to be edited.',
    `import type { BundledData } from '${imports}model/bundled-data.ts';`,
    '',
    `export const ${constant}_FROM: BundledData = {`,
    ...fields,
    '};',
    '',
    '/**',
    ...explains.map((line) => ` * ${line}`),
    ' */',
    `export const ${constant} = \``,
    ...lines(words),
    '`;',
    '',
  ].join('\n');
}

const WIDTH = 108;

/** Words in lines that are read in a comparison; a word is never cut. */
function lines(words) {
  const out = [];
  let line = '';
  for (const word of words) {
    if (/[`$\\\s]/.test(word)) throw new Error(`not a word of a table: ${word}`);
    if (line !== '' && line.length + 1 + word.length > WIDTH) {
      out.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...out, line];
}

function quoted(text) {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
