import { tick } from 'svelte';
import type { Target } from '../../core/case/views.ts';
import { follow, formatHash, parseHash, type Route, type Selection, START, type ViewId } from './route.ts';

/**
 * The route, kept in step with the address. Back and forward restore the whole route from memory; an address that
 * was typed restores what the address may hold.
 */
export class Navigation {
  route = $state.raw<Route>(START);
  /** The user closed the inspector; the next selection opens it. */
  inspectorClosed = $state(false);

  readonly #visited = new Map<number, Route>();
  #step = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Starts from the address and listens to it. */
  listen(): () => void {
    this.route = parseHash(location.hash);
    this.#remember(true);
    const onChange = (): void => {
      const state: unknown = history.state;
      const step = typeof state === 'number' ? state : undefined;
      const known = step === undefined ? undefined : this.#visited.get(step);
      if (known !== undefined) this.route = known;
      else {
        this.route = parseHash(location.hash);
        this.#remember(true);
      }
    };
    addEventListener('popstate', onChange);
    return () => removeEventListener('popstate', onChange);
  }

  /** `replace` for steps that nobody wants to go back through: a moved selection, a typed letter. */
  go(route: Route, replace = false): void {
    this.route = route;
    this.#remember(replace);
  }

  /** Changes the route without leaving a step behind. */
  adjust(change: Partial<Route>): void {
    this.go({ ...this.route, ...change }, true);
  }

  show(view: ViewId): void {
    this.go({ ...this.route, view });
  }

  follow(target: Target): void {
    this.inspectorClosed = false;
    this.go(follow(this.route, target));
  }

  select(selection: Selection | undefined): void {
    this.inspectorClosed = false;
    this.adjust({ selection });
  }

  /** On a narrow page the inspector stands below the view: brings it into sight after a choice. */
  async revealInspector(): Promise<void> {
    if (!matchMedia('(max-width: 860px)').matches) return;
    await tick();
    document.getElementById('inspector')?.scrollIntoView({ block: 'start' });
  }

  reset(): void {
    this.#visited.clear();
    this.go(START, true);
  }

  hrefOf(target: Target): string {
    return formatHash(follow(this.route, target));
  }

  hrefOfView(view: ViewId): string {
    return formatHash({ ...this.route, view });
  }

  #remember(replace: boolean): void {
    if (!replace) {
      this.#step++;
      history.pushState(this.#step, '', formatHash(this.route));
    } else {
      this.#writeSoon();
    }
    this.#visited.set(this.#step, this.route);
  }

  /** Browsers refuse an address that changes at the rate of a held arrow key. */
  #writeSoon(): void {
    clearTimeout(this.#timer);
    const step = this.#step;
    this.#timer = setTimeout(() => {
      if (step === this.#step) history.replaceState(step, '', formatHash(this.route));
    }, 150);
  }
}
