/** What the page cannot do without, in the order in which a reader would look it up. */
const NEEDED: readonly (readonly [name: string, there: () => boolean])[] = [
  ['WebAssembly', () => typeof WebAssembly === 'object' && typeof WebAssembly.instantiate === 'function'],
  ['Web Workers', () => typeof Worker === 'function'],
  ['BigInt', () => typeof BigInt64Array === 'function'],
  ['structuredClone', () => typeof structuredClone === 'function'],
  ['Blob streams', () => typeof Blob === 'function' && typeof Blob.prototype.stream === 'function'],
  ['DecompressionStream', () => typeof DecompressionStream === 'function'],
  ['light-dark() in styles', () => CSS.supports('color', 'light-dark(#000, #fff)')],
];

/** Says on the first screen, in place of the page, that this browser cannot run it, and what is missing. */
export function tellIfUnsupported(): void {
  const missing = NEEDED.filter(([, there]) => !there()).map(([name]) => name);
  if (missing.length > 0) tell(`It lacks ${missing.join(', ')}.`);
  else window.addEventListener('error', tellIfNothingStarted);
}

/** A script this browser cannot parse ends in an error before the page has drawn anything. */
function tellIfNothingStarted(event: ErrorEvent): void {
  if (document.documentElement.dataset.state === undefined) tell(`It stopped at: ${event.message}.`);
}

function tell(reason: string): void {
  document.documentElement.dataset.state = 'unsupported';
  const show = (): void => {
    const message = document.createElement('main');
    message.setAttribute('role', 'alert');
    for (const sentence of [
      'This browser cannot run Loupe.',
      reason,
      'Chromium, Chrome or Edge 123, Firefox 128, Safari 17.5 and their successors can. Nothing was read and nothing was sent.',
    ]) {
      message.appendChild(document.createElement('p')).textContent = sentence;
    }
    document.body.replaceChildren(message);
    document.documentElement.dataset.state = 'unsupported';
  };
  // The page's own script runs before this event, whatever it drew is taken away again.
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', show);
  else show();
}
