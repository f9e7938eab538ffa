import type { Reading } from '../model/reading.ts';
import { readDirectUrl } from './python-direct-url.ts';
import { readMetadata } from './python-metadata.ts';
import { readInstaller, readRecord, readRequiresTxt } from './python-records.ts';
import { resolvePython } from './python-resolve.ts';
import type { Cataloger, CatalogFile } from './types.ts';

/**
 * Python distributions that lie unpacked: installed by wheel (`.dist-info`) or by setuptools and distutils
 * (`.egg-info`, as a folder or one file), in an egg, in a wheel, or as a source distribution.
 */
export const pythonInstalled: Cataloger = {
  id: 'python.installed',
  title: 'Python packages, installed',
  spec: 'packaging.python.org: core metadata, recording installed projects; PEP 508, PEP 610',
  match: {
    globs: [
      '**/*.dist-info/{METADATA,RECORD,INSTALLER,direct_url.json}',
      '**/*.egg-info/{PKG-INFO,requires.txt}',
      '**/*.egg-info',
      '**/EGG-INFO/{PKG-INFO,requires.txt}',
      'PKG-INFO',
      '*/PKG-INFO',
    ],
  },
  needs: 'bytes',
  read(file): Reading {
    return (READERS[nameOf(file.path)] ?? readMetadata)(file);
  },
  resolve: resolvePython,
};

const READERS: Record<string, ((file: CatalogFile) => Reading) | undefined> = {
  RECORD: readRecord,
  INSTALLER: readInstaller,
  'requires.txt': readRequiresTxt,
  'direct_url.json': readDirectUrl,
};

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
