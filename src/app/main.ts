import { mount } from 'svelte';
import App from './App.svelte';
import { Loupe } from './state/loupe.svelte.ts';
import type { Workers } from './state/session.svelte.ts';
import './styles/tokens.css';
import './styles/base.css';

/** Draws the page into `target`. `connect` starts the workers; it is called once. */
export function mountLoupe(target: HTMLElement, connect: () => Promise<Workers>): void {
  target.replaceChildren();
  mount(App, { target, props: { loupe: new Loupe(connect) } });
}
