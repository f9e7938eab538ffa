import { END_OF_LIFE, type EndOfLife } from './data/end-of-life.ts';
import { END_OF_LIFE_TABLE, END_OF_LIFE_TABLE_FROM } from './data/end-of-life-table.ts';

let kept: ReadonlyMap<string, EndOfLife> | undefined;

/**
 * When release lines of a product ended: `os/ID` for a system, `pkg:TYPE/NAME` for a package, else the name of a program.
 * Our own table goes before the bundled one, line by line.
 */
export function endOfLifeOf(product: string): EndOfLife | undefined {
  kept ??= merged();
  return kept.get(product);
}

function merged(): ReadonlyMap<string, EndOfLife> {
  const out = new Map(bundledEndOfLife().map((one) => [one.product, one]));
  for (const own of END_OF_LIFE) {
    const known = out.get(own.product);
    out.set(own.product, { ...own, ends: { ...known?.ends, ...own.ends } });
  }
  return out;
}

/** The bundled table as it was published: lines that had ended by its day. */
export function bundledEndOfLife(): readonly EndOfLife[] {
  return END_OF_LIFE_TABLE.split('=').flatMap((part): EndOfLife[] => {
    const [head = '', ...lines] = part.trim().split(/\s+/);
    const [product = '', page = '', title = ''] = head.split('|');
    if (product === '') return [];
    return [
      {
        product,
        title: title.replaceAll('_', ' '),
        source: new URL(page, END_OF_LIFE_TABLE_FROM.url).href,
        ends: Object.fromEntries(lines.map((line) => line.split(':'))),
      },
    ];
  });
}
