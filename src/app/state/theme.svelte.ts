/** Light or dark: the system's choice until the user makes another. Kept in memory only. */
export class Theme {
  chosen = $state<'light' | 'dark' | undefined>(undefined);

  constructor() {
    // Light letters on no ground cannot be read on paper.
    addEventListener('beforeprint', () => show('light'));
    addEventListener('afterprint', () => show(this.chosen));
  }

  toggle(): void {
    const dark =
      this.chosen === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : this.chosen === 'dark';
    this.chosen = dark ? 'light' : 'dark';
    show(this.chosen);
  }
}

function show(theme: 'light' | 'dark' | undefined): void {
  if (theme === undefined) delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
