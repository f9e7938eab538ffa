/** Light or dark: the system's choice until the user makes another. Kept in memory only. */
export class Theme {
  chosen = $state<'light' | 'dark' | undefined>(undefined);

  toggle(): void {
    const dark =
      this.chosen === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : this.chosen === 'dark';
    this.chosen = dark ? 'light' : 'dark';
    document.documentElement.dataset.theme = this.chosen;
  }
}
