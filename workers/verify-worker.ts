import { expose } from 'comlink';
import { BlobSource } from '../src/core/base/byte-source.ts';
import { runLookUp } from '../src/core/case/advisories/lookups.ts';
import { verifyClaim } from '../src/core/case/verify-claim.ts';
import type { VerifyApi } from './protocol.ts';

/** Verifies claims, apart from the workers that unpack, so that a bomb cannot stop a verdict. */
export function startVerifyWorker(): void {
  const api: VerifyApi = {
    lookUp: (order, files) => {
      const byKey = new Map(files);
      return runLookUp(order, (key) => {
        const file = byKey.get(key);
        return file === undefined ? undefined : new BlobSource(file);
      });
    },
    verify: (order, files) => {
      const byKey = new Map(files);
      return verifyClaim(order, (key) => {
        const file = byKey.get(key);
        return file === undefined ? undefined : new BlobSource(file);
      });
    },
  };
  self.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (data instanceof MessagePort) expose(api, data);
  };
}
