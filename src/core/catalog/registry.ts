import { Registry } from '../base/registry.ts';
import { cargoAuditable } from './cargo-auditable.ts';
import { cargoLock } from './cargo-lock.ts';
import { composerLock } from './composer-lock.ts';
import { debArchive } from './deb-archive.ts';
import { dpkg } from './dpkg.ts';
import { gemArchive } from './gem-archive.ts';
import { gemfileLock } from './gemfile-lock.ts';
import { goBuildinfo } from './go-buildinfo.ts';
import { goMod } from './go-mod.ts';
import { gradleLockfile } from './gradle-lockfile.ts';
import { javaArchive } from './java-archive.ts';
import { CatalogIndex } from './match.ts';
import { npmInstalled } from './npm-installed.ts';
import { npmLock } from './npm-lock.ts';
import { osRelease } from './os-release.ts';
import { phpInstalled } from './php-installed.ts';
import { pythonInstalled } from './python-installed.ts';
import { rubyGemspec } from './ruby-gemspec.ts';
import type { Cataloger } from './types.ts';

/** Every cataloger. Adding one: docs/adding-a-cataloger.md. */
export const catalogers = new Registry<Cataloger>([
  osRelease,
  dpkg,
  debArchive,
  npmInstalled,
  npmLock,
  pythonInstalled,
  goBuildinfo,
  goMod,
  cargoAuditable,
  cargoLock,
  javaArchive,
  gradleLockfile,
  rubyGemspec,
  gemArchive,
  gemfileLock,
  phpInstalled,
  composerLock,
]);

/** Which catalogers want a file. */
export const catalogIndex = new CatalogIndex(catalogers);
