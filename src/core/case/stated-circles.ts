import { displayName } from '../base/names.ts';
import { type Fault, fault } from '../base/result.ts';
import { circlesIn } from '../graph/circles.ts';
import { RELATION_KINDS, type StatedColumns } from '../model/stated.ts';
import { type TextColumns, textAt } from '../model/text-table.ts';

/** What is needed of a document to tell of its circles, in columns of its own: the others are given away. */
interface Dependencies {
  readonly texts: TextColumns;
  readonly name: Uint32Array;
  readonly version: Uint32Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
}

const SAMPLES = 3;
/** Members that are named of one circle. */
const NAMED = 6;

/**
 * Notes that the dependencies of a document lead in circles. The columns are copied at once, since they may be
 * transferred; the circles are looked for when the answer is called, which takes linear time.
 */
export function statedCircles(columns: StatedColumns, document: string): () => Fault[] {
  const dependencies = copied(columns);
  return () => (dependencies === undefined ? [] : circles(dependencies, document));
}

function copied({ texts, components, relations }: StatedColumns): Dependencies | undefined {
  const dependsOn = RELATION_KINDS.indexOf('dependsOn');
  const { from, to, kind } = relations;
  const [starts, ends] = [new Uint32Array(from.length), new Uint32Array(from.length)];
  let count = 0;
  for (let i = 0; i < from.length; i++) {
    if (kind[i] !== dependsOn) continue;
    starts[count] = from[i] ?? 0;
    ends[count++] = to[i] ?? 0;
  }
  if (count === 0) return undefined;
  return {
    texts: { ...texts, ends: texts.ends.slice() },
    name: components.name.slice(),
    version: components.version.slice(),
    from: starts.subarray(0, count),
    to: ends.subarray(0, count),
  };
}

function circles(of: Dependencies, document: string): Fault[] {
  const found = circlesIn(of.name.length, of.from, of.to, SAMPLES);
  const named = (node: number) => {
    const [name, version] = [of.name, of.version].map((column) => textAt(of.texts, column[node] ?? 0));
    return displayName([name, version].filter(Boolean).join(' ').slice(0, 100));
  };
  const said: string[] = [];
  if (found.circles > 0) {
    const ways = found.ways.map((way) => round(way, named)).join('; ');
    said.push(
      `${number(found.components)} components of "${displayName(document)}" depend on each other in ${found.circles === 1 ? 'a circle' : `${number(found.circles)} circles`}${found.circles > found.ways.length ? ', among them' : ':'} ${ways}.`,
    );
  }
  if (found.selves > 0) {
    const rest = found.selves - found.selfNodes.length;
    said.push(
      `${found.selves === 1 ? 'One component' : `${number(found.selves)} components`} of "${displayName(document)}" ${found.selves === 1 ? 'is' : 'are'} said to depend on ${found.selves === 1 ? 'itself' : 'themselves'}: ${found.selfNodes.map(named).join(', ')}${rest > 0 ? ` and ${number(rest)} more` : ''}.`,
    );
  }
  if (said.length === 0) return [];
  return [fault('document.circles', 'info', `${said.join(' ')} This is common, and no fault by itself.`)];
}

function round(way: readonly number[], named: (node: number) => string): string {
  const shown = way.slice(0, NAMED).map(named);
  const rest = way.length - shown.length;
  const [first = ''] = shown;
  return [...shown, ...(rest > 0 ? [`${number(rest)} more`] : []), first].join(' → ');
}

const number = (count: number) => count.toLocaleString('en');
