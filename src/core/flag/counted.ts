/** `1 component`, `7 components`. */
export function formatComponents(count: number): string {
  return count === 1 ? '1 component' : `${count.toLocaleString('en')} components`;
}
