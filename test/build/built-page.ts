import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

export const DIST = resolve(import.meta.dirname, '../../dist');

/** The delivered file in the parts that its policy speaks of. */
export interface BuiltPage {
  readonly html: string;
  readonly policy: string;
  readonly guard: string;
  readonly app: string;
  readonly style: string;
  /** All but the guard, the worker bundles unpacked: where what the guard closes must not occur. */
  readonly rest: string;
}

export function builtPage(): BuiltPage {
  const file = resolve(DIST, 'loupe.html');
  if (!existsSync(file)) throw new Error('dist/loupe.html is not there: npm run build');
  const html = readFileSync(file, 'utf8');
  const scripts = [...html.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1] ?? '');
  const styles = [...html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map((match) => match[1] ?? '');
  const [guard, app] = scripts;
  const [style] = styles;
  if (
    guard === undefined ||
    app === undefined ||
    style === undefined ||
    scripts.length !== 2 ||
    styles.length !== 1
  )
    throw new Error(`two scripts and one style expected, got ${scripts.length} and ${styles.length}`);
  const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html)?.[1] ?? '';
  // The only things so long that begin as gzip does.
  const packed = app.match(/H4sI[A-Za-z0-9+/]{10000,}=*/g) ?? [];
  if (packed.length !== 3) throw new Error(`three worker bundles expected, got ${packed.length}`);
  return {
    html,
    policy,
    guard,
    app,
    style,
    rest: packed.reduce(
      (text, one) => text.replace(one, () => gunzipSync(Buffer.from(one, 'base64')).toString()),
      html.replace(guard, () => ''),
    ),
  };
}
