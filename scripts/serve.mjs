import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const TYPES = { 'index.html': 'text/html; charset=utf-8', 'loupe.html': 'text/html; charset=utf-8' };

/**
 * Serves the built page on loopback as a host would: with the headers of `_headers`, and nothing but the page.
 * Takes a free port when `port` is taken or 0. Resolves to the address and a function that stops it.
 */
export async function serve(folder, port) {
  const headers = headersOf(join(folder, '_headers'));
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://loupe').pathname.slice(1) || 'index.html';
    const type = TYPES[name];
    for (const [header, value] of headers) response.setHeader(header, value);
    if (type === undefined || !['GET', 'HEAD'].includes(request.method ?? '')) {
      response.writeHead(404).end();
      return;
    }
    // Read anew each time: a rebuild shows on reload.
    response
      .writeHead(200, { 'Content-Type': type })
      .end(request.method === 'GET' ? readFileSync(join(folder, name)) : undefined);
  });
  await listen(server, port).catch((error) => {
    if (error.code !== 'EADDRINUSE') throw error;
    return listen(server, 0);
  });
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** The `/*` block of a headers file: indented `Name: value` lines. */
function headersOf(file) {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => /^ +\S/.test(line))
    .map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    });
}
