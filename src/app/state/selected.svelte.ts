import { untrack } from 'svelte';
import type { AttestationDetail, ComponentDetail, FileDetail, SourceDetail } from '../../core/case/views.ts';
import type { FindingDetail } from '../../core/flag/views.ts';
import type { SourceId } from '../../core/model/source.ts';
import { Answer } from './answer.svelte.ts';
import type { Navigation } from './navigation.svelte.ts';
import type { Selection } from './route.ts';
import type { Session } from './session.svelte.ts';

/** What is known about a selection; `undefined` details are things that left the case. */
export type Details =
  | { readonly kind: 'source'; readonly source: SourceDetail }
  | { readonly kind: 'component'; readonly component: ComponentDetail }
  | { readonly kind: 'file'; readonly tree: SourceId; readonly file: FileDetail }
  | { readonly kind: 'relation'; readonly from: ComponentDetail; readonly to: ComponentDetail }
  | { readonly kind: 'attestation'; readonly attestation: AttestationDetail }
  | { readonly kind: 'finding'; readonly finding: FindingDetail }
  | { readonly kind: 'diagnostic'; readonly selection: Selection & { kind: 'diagnostic' } }
  | { readonly kind: 'gone' };

/** The selection with its details, for the inspector and for whatever marks where the selection is. */
export class Selected {
  readonly answer = new Answer<Details>();
  readonly #session: Session;
  readonly #nav: Navigation;

  constructor(session: Session, nav: Navigation) {
    this.#session = session;
    this.#nav = nav;
  }

  /** What the user chose; without a choice, the first subject once the case is read. */
  get selection(): Selection | undefined {
    const chosen = this.#nav.route.selection;
    if (chosen !== undefined) return chosen;
    if (!this.#session.settled) return undefined;
    const { sources, summary, trust } = this.#session;
    if (this.#nav.route.view === 'trust') {
      const { attestation } = this.#nav.route.trust;
      const shown = trust?.rows.find(({ id }) => id === attestation) ?? trust?.rows[0];
      if (shown !== undefined) return { kind: 'attestation', attestation: shown.id };
    }
    const dropped = sources.filter((row) => row.parent === undefined);
    const image = summary?.images[0]?.source;
    const first =
      dropped.find((row) => row.id === image) ?? dropped.find((row) => row.role === 'subject') ?? dropped[0];
    return first === undefined ? undefined : { kind: 'source', source: first.id };
  }

  /** The details, if they are those of the present selection. */
  get details(): Details | undefined {
    const { selection } = this;
    return selection !== undefined && this.answer.key === keyOf(selection) ? this.answer.value : undefined;
  }

  /** The source in which the selection sits: a layer for a package or file that a layer brought. */
  get near(): SourceId | undefined {
    const { details } = this;
    switch (details?.kind) {
      case 'source':
        return details.source.row.id;
      case 'component': {
        const place = details.component.places[0];
        return place === undefined ? undefined : this.#layerSource(place.layersOf, place.layer);
      }
      case 'file':
        return this.#layerSource(details.tree, details.file.row.layer);
      case 'attestation':
        return details.attestation.row.source;
      case 'finding':
        return details.finding.source;
      case 'diagnostic':
        return details.selection.row.source;
      default:
        return undefined;
    }
  }

  /** Asks for the details of the present selection again whenever the case or the selection changed. */
  refresh(): void {
    const { selection } = this;
    void this.#session.version;
    untrack(() => {
      if (selection === undefined) this.answer.clear();
      else this.answer.ask(keyOf(selection), () => this.#find(selection));
    });
  }

  #layerSource(tree: SourceId, layer: number | undefined): SourceId | undefined {
    const image = this.#session.summary?.images.find((one) => one.tree === tree);
    if (image === undefined) return this.#session.sources.find((row) => row.tree === tree)?.id;
    return image.layers.find((one) => one.index === layer)?.source ?? image.source;
  }

  async #find(selection: Selection): Promise<Details> {
    const { case: api } = await this.#session.workers();
    switch (selection.kind) {
      case 'source': {
        const source = await api.source(selection.source);
        return source === undefined ? { kind: 'gone' } : { kind: 'source', source };
      }
      case 'component': {
        const component = await api.component(selection.component);
        return component === undefined ? { kind: 'gone' } : { kind: 'component', component };
      }
      case 'file': {
        const file = await api.file(selection.tree, selection.layer, selection.index);
        return file === undefined ? { kind: 'gone' } : { kind: 'file', tree: selection.tree, file };
      }
      case 'relation': {
        const [from, to] = await Promise.all([api.component(selection.from), api.component(selection.to)]);
        return from === undefined || to === undefined ? { kind: 'gone' } : { kind: 'relation', from, to };
      }
      case 'attestation': {
        const attestation = await api.attestation(selection.attestation);
        return attestation === undefined ? { kind: 'gone' } : { kind: 'attestation', attestation };
      }
      case 'finding': {
        const finding = await api.finding(selection.finding);
        return finding === undefined ? { kind: 'gone' } : { kind: 'finding', finding };
      }
      case 'diagnostic':
        return { kind: 'diagnostic', selection };
    }
  }
}

export function keyOf(selection: Selection): string {
  return JSON.stringify(selection);
}
