import { isJsonObject, own, ownObject, ownText } from '../base/json-shape.ts';
import { displayName } from '../base/names.ts';
import type { Reading } from '../model/reading.ts';
import { readJsonFile } from './json-file.ts';
import { ReadingBuilder } from './reading-builder.ts';
import type { Cataloger } from './types.ts';

/** A bundle that holds a server of the Model Context Protocol (`.mcpb`, `.dxt`). No package URL type names it. */
export const mcpBundle: Cataloger = {
  id: 'mcp.bundle',
  title: 'MCP bundle',
  spec: 'github.com/modelcontextprotocol/mcpb: MANIFEST.md',
  match: { globs: ['manifest.json'] },
  needs: 'bytes',
  read(file): Reading {
    const out = new ReadingBuilder(file);
    const manifest = readJsonFile(out, file, "as a bundle's manifest");
    if (!isJsonObject(manifest) || !isJsonObject(own(manifest, 'server'))) return out.done();
    const name = ownText(manifest, 'name');
    const version = ownText(manifest, 'version');
    if (!name || !version) {
      const what = `"${displayName(file.path)}" states no ${name ? 'version' : 'name'}; the bundle is not listed.`;
      out.fault('mcp.identity', 'error', what);
      return out.done();
    }
    const ref = file.path;
    const place = { path: ref, state: 'present', pointer: '/name' } as const;
    if (!out.find({ ref, type: 'application', name, version, place, how: 'measured' })) return out.done();
    out.fact(ref, 'description', ownText(manifest, 'description'), { pointer: '/description' });
    out.fact(ref, 'author', ownText(ownObject(manifest, 'author'), 'name'), { pointer: '/author/name' });
    out.fact(ref, 'license', ownText(manifest, 'license'), { role: 'declared', pointer: '/license' });
    const server = ownObject(manifest, 'server');
    const config = ownObject(server, 'mcp_config');
    const args = own(config, 'args');
    const command = [ownText(config, 'command') ?? '', ...(Array.isArray(args) ? args : [])]
      .filter((part) => typeof part === 'string' && part !== '')
      .join(' ');
    if (command !== '')
      out.observe({ kind: 'hook.mcp-server', detail: command, pointer: '/server/mcp_config', subject: ref });
    return out.done();
  },
};
