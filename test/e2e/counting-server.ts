import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** Stands for the whole world outside the page: whatever reaches it, in any way, has left the page. */
export interface CountingServer {
  /** `127.0.0.1:PORT`, for HTTP, upgrades and bare connections. */
  readonly host: string;
  /** `127.0.0.1:PORT`, for datagrams (STUN). */
  readonly datagrams: string;
  /** The address of a browser's proxy that counts every request to any host, and answers none. */
  readonly proxy: string;
  /** All that arrived, bare connections too. */
  hits(): readonly string[];
  /** What was asked of the proxy, less what a browser asks of its maker by itself. */
  requests(): readonly string[];
  reset(): void;
  close(): Promise<void>;
}

export async function startCountingServer(): Promise<CountingServer> {
  const hits: string[] = [];
  const sockets = new Set<Socket>();
  const http = createServer((request, response) => {
    hits.push(`${request.method} ${request.url}`);
    response.setHeader('access-control-allow-origin', '*');
    response.end('seen');
  });
  http.on('connection', (socket) => {
    hits.push('connection');
    sockets.add(socket.on('close', () => sockets.delete(socket)));
  });
  http.on('upgrade', (request, socket) => {
    hits.push(`upgrade ${request.url}`);
    socket.destroy();
  });
  http.on('connect', (request, socket) => {
    hits.push(`proxied ${request.url}`);
    socket.destroy();
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));

  const udp = createSocket('udp4');
  udp.on('message', (message) => hits.push(`datagram of ${message.length} bytes`));
  await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve));

  const host = `127.0.0.1:${portOf(http.address())}`;
  return {
    host,
    datagrams: `127.0.0.1:${portOf(udp.address())}`,
    proxy: `http://${host}`,
    hits: () => [...hits],
    requests: () => hits.filter((hit) => hit !== 'connection' && !OF_THE_BROWSER.test(hit)),
    reset: () => {
      hits.length = 0;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      udp.close();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

const OF_THE_BROWSER =
  /^proxied [\w.-]+\.(?:mozilla\.(?:com|net|org)|google(?:apis)?\.com|gstatic\.com|gvt1\.com):443$/;

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the counting server has no port');
  return address.port;
}
