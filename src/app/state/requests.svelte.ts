/**
 * Requests the browser made for the page after it was drawn, as the browser itself counts them. `blob:` and `data:`
 * never touch the network.
 */
export class Requests {
  count = $state(0);

  watch(): () => void {
    const start = performance.now();
    const observer = new PerformanceObserver((list) => {
      this.count += list
        .getEntries()
        .filter((entry) => entry.startTime >= start && /^(https?|wss?|ftp):/.test(entry.name)).length;
    });
    observer.observe({ type: 'resource' });
    return () => observer.disconnect();
  }
}

/** The policy the page carries, as the browser read it; empty when it has none of its own. */
export function pagePolicy(): string {
  const meta = document.querySelector('meta[http-equiv="Content-Security-Policy"]');
  return meta?.getAttribute('content') ?? '';
}
