import { mount } from 'svelte';
import App from './App.svelte';
import { counted } from './state/counted.ts';
import { Loupe } from './state/loupe.svelte.ts';
import type { Workers } from './state/session.svelte.ts';
import './styles/tokens.css';
import './styles/base.css';

/**
 * Draws the page into `target`. `connect` starts the workers; it is called once. For scripts and tests the page says
 * where it is: its element `html` has `data-state`, and `data-asking` while what it shows is not answered yet.
 */
export function mountLoupe(target: HTMLElement, connect: () => Promise<Workers>): void {
  target.replaceChildren();
  const tell = (asking: boolean): void =>
    void document.documentElement.toggleAttribute('data-asking', asking);
  const loupe = new Loupe(async () => counted(await connect(), tell));
  mount(App, { target, props: { loupe } });
}
