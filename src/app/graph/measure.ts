import type { GraphNode } from '../../core/case/views.ts';

/** Fonts of a node's two lines; the drawing sets the same ones. */
export const LABEL_FONT = { size: 12, family: '--font-ui' } as const;
export const SUB_FONT = { size: 11, family: '--font-mono' } as const;

const PADDING = 11;
const LEAST = 84;
/** Text wider than this is cut; the whole stands in the node's title and in the list. */
const MOST_TEXT = 172;
export const NODE_HEIGHT = 36;

/** A node with the text that fits it and the room it takes. */
export interface Sized {
  readonly node: GraphNode;
  readonly label: string;
  readonly sub: string;
  readonly width: number;
  readonly height: number;
}

export type Measure = (text: string) => number;

/** Sizes nodes by their labels; `sub` tells the second line of a node. */
export function sizeNodes(
  nodes: readonly GraphNode[],
  sub: (node: GraphNode) => string,
  measureLabel: Measure,
  measureSub: Measure,
): readonly Sized[] {
  return nodes.map((node) => {
    const bold = node.role === 'root' || node.role === 'target' ? 1.08 : 1;
    const label = cut(node.label, MOST_TEXT / bold, measureLabel);
    const second = cut(sub(node), MOST_TEXT, measureSub);
    const text = Math.max(measureLabel(label) * bold, measureSub(second));
    return {
      node,
      label,
      sub: second,
      width: Math.ceil(Math.max(LEAST, text + 2 * PADDING)),
      height: NODE_HEIGHT,
    };
  });
}

/** The longest beginning that fits, with an ellipsis. */
export function cut(text: string, width: number, measure: Measure): string {
  if (measure(text) <= width) return text;
  const characters = [...text];
  let low = 0;
  let high = characters.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(`${characters.slice(0, middle).join('')}…`) <= width) low = middle;
    else high = middle - 1;
  }
  return `${characters.slice(0, low).join('')}…`;
}

/** Measures as the page draws, on a canvas that is never shown. */
export function canvasMeasure(font: { readonly size: number; readonly family: string }): Measure {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return (text) => text.length * font.size * 0.6;
  const family = getComputedStyle(document.documentElement).getPropertyValue(font.family);
  context.font = `${font.size}px ${family}`;
  return (text) => context.measureText(text).width;
}
