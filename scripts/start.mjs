import { join } from 'node:path';
import { buildIfStale } from './build.mjs';
import { serve } from './serve.mjs';
import { fail, root, setUp } from './setup.mjs';

const DEFAULT_PORT = 4780;

setUp();
buildIfStale();
const { url } = await serve(join(root, 'dist'), portWanted());
console.log(`
Loupe is at ${url}
Drop files on it, or load the sample there with one click. Nothing leaves the page.
The same page opens without a server: ${join(root, 'dist', 'loupe.html')}
Ctrl+C stops.`);

function portWanted() {
  const [option, value, ...rest] = process.argv.slice(2);
  if (option === undefined) return DEFAULT_PORT;
  const port = Number(value);
  if (option !== '--port' || rest.length > 0 || !Number.isInteger(port) || port < 0 || port > 65_535)
    fail('Usage: npm start [-- --port NUMBER]');
  return port;
}
