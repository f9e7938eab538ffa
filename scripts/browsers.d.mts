export type BrowserKind = 'chromium' | 'firefox';

export function findBrowser(kind: BrowserKind): string | undefined;
export function findOrInstallBrowser(kind: BrowserKind): string | undefined;
export function howToGet(kind: BrowserKind): string;
