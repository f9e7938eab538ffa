/**
 * The first script of the page: closes what a Content Security Policy leaves open (`docs/threat-model.md`).
 *
 * A policy stops requests of elements, styles, scripts and workers. It does not stop peer connections, navigation
 * or new windows. Only code named by the policy's hashes runs here at all; this takes the doors away from that code
 * too, so that a mistake or a hostile dependency finds none.
 */
import { tellIfUnsupported } from './support.ts';

/** Ways to reach a network, another window or a process that fetches by itself. None is used. */
const CLOSED_GLOBALS = [
  'RTCPeerConnection',
  'webkitRTCPeerConnection',
  'mozRTCPeerConnection',
  'RTCDataChannel',
  'RTCIceTransport',
  'WebTransport',
  'WebSocket',
  'WebSocketStream',
  'EventSource',
  'XMLHttpRequest',
  'XSLTProcessor',
  'SharedWorker',
  'PaymentRequest',
  'PresentationRequest',
  'TCPSocket',
  'UDPSocket',
  'fetch',
  'fetchLater',
  'open',
  'showModalDialog',
  'sharedStorage',
  'cookieStore',
];

const CLOSED_OF_NAVIGATOR = [
  'sendBeacon',
  'serviceWorker',
  'credentials',
  'registerProtocolHandler',
  'share',
];

/** Elements that open a fresh window object, or a connection that no policy covers. */
const CLOSED_ELEMENTS = /^(?:iframe|frame|object|embed|portal|fencedframe|link)$/i;

tellIfUnsupported();
for (const name of CLOSED_GLOBALS) close(window, name);
for (const name of CLOSED_OF_NAVIGATOR) close(Navigator.prototype, name);
close(Document.prototype, 'write');
close(Document.prototype, 'writeln');
close(Document.prototype, 'cookie');
close(CustomElementRegistry.prototype, 'define');
close(HTMLFormElement.prototype, 'submit');
close(HTMLFormElement.prototype, 'requestSubmit');
refuseElements('createElement', 0);
refuseElements('createElementNS', 1);
stayOnThisPage();
ignoreForeignLinks();
submitNoForm();

/** Makes `owner[name]` undefined for good. */
function close(owner: object, name: string): void {
  if (name in owner)
    Object.defineProperty(owner, name, { value: undefined, writable: false, configurable: false });
}

function lock(owner: object, name: string, value: unknown): void {
  Object.defineProperty(owner, name, { value, writable: false, configurable: false });
}

/** An `about:blank` frame would bring back every closed global; a `link` connects before any policy is asked. */
function refuseElements(method: 'createElement' | 'createElementNS', nameAt: number): void {
  const create = Document.prototype[method];
  lock(Document.prototype, method, function (this: Document, ...args: unknown[]): Element {
    // The name is made a string once, so that it cannot be one thing here and another below.
    args[nameAt] = String(args[nameAt]);
    const local = String(args[nameAt]).replace(/^.*:/, '');
    if (CLOSED_ELEMENTS.test(local)) throw new TypeError(`Loupe makes no <${local}>.`);
    return Reflect.apply(create, this, args);
  });
}

/** Cancels every navigation but to a fragment of this page, and every download but of bytes the page holds. */
function stayOnThisPage(): void {
  const here = withoutFragment(location.href);
  window.navigation?.addEventListener('navigate', (event) => {
    const { url } = event.destination;
    const download = (event.downloadRequest ?? null) !== null;
    const allowed = download ? url.startsWith('blob:') : withoutFragment(url) === here;
    if (!allowed) event.preventDefault();
  });
}

function withoutFragment(url: string): string {
  const hash = url.indexOf('#');
  return hash < 0 ? url : url.slice(0, hash);
}

/** A link that leads out of the page does nothing, whether it is clicked by a person or by a script. */
function ignoreForeignLinks(): void {
  const refuse = (event: Event): void => {
    if (!event.composedPath().some(leadsOut)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  window.addEventListener('click', refuse, true);
  window.addEventListener('auxclick', refuse, true);

  const { click } = HTMLElement.prototype;
  lock(HTMLElement.prototype, 'click', function (this: HTMLElement): void {
    if (!ancestors(this).some(leadsOut)) Reflect.apply(click, this, []);
  });
  const { dispatchEvent } = EventTarget.prototype;
  lock(EventTarget.prototype, 'dispatchEvent', function (this: EventTarget, event: Event): boolean {
    const refused = event instanceof MouseEvent && this instanceof Node && ancestors(this).some(leadsOut);
    return refused ? false : Reflect.apply(dispatchEvent, this, [event]);
  });
}

/** `form-action 'none'` stops the request, but a browser has connected to the host before it asks the policy. */
function submitNoForm(): void {
  window.addEventListener('submit', (event) => event.preventDefault(), true);
}

function ancestors(node: Node): Node[] {
  const chain: Node[] = [];
  for (let at: Node | null = node; at !== null; at = at.parentNode) chain.push(at);
  return chain;
}

function leadsOut(node: unknown): boolean {
  if (!(node instanceof Element) || !/^(?:a|area)$/i.test(node.localName)) return false;
  const target = node.getAttribute('href') ?? node.getAttributeNS('http://www.w3.org/1999/xlink', 'href');
  return target !== null && !/^(?:#|blob:)/.test(target.trim());
}
