/**
 * JSON with line breaks and indents between its tokens, and not one other change: members that occur twice, numbers and
 * escapes stay as they were written. Text that already has line breaks, and text that is no JSON, stays as it stands.
 */
export function indentJson(text: string): string {
  if (!/^\s*[[{]/.test(text) || text.trim().includes('\n')) return text;
  const out: string[] = [];
  let depth = 0;
  const line = (): void => void out.push('\n', '  '.repeat(Math.min(depth, 40)));
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === '"') {
      const end = stringEnd(text, i);
      out.push(text.slice(i, end));
      i = end - 1;
    } else if (char === '{' || char === '[') {
      out.push(char);
      if (text.charAt(i + 1) === (char === '{' ? '}' : ']')) {
        out.push(text.charAt(++i));
      } else {
        depth++;
        line();
      }
    } else if (char === '}' || char === ']') {
      depth = Math.max(0, depth - 1);
      line();
      out.push(char);
    } else if (char === ',') {
      out.push(char);
      line();
    } else if (char === ':') {
      out.push(': ');
    } else if (char !== ' ' && char !== '\t') {
      out.push(char);
    }
  }
  return out.join('');
}

/** One past the closing quote of the string that begins at `from`. */
function stringEnd(text: string, from: number): number {
  for (let i = from + 1; i < text.length; i++) {
    if (text.charAt(i) === '\\') i++;
    else if (text.charAt(i) === '"') return i + 1;
  }
  return text.length;
}
