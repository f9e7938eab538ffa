import { Registry } from '../base/registry.ts';
import { apkArchive } from './apk-archive.ts';
import { apkDatabase } from './apk-database.ts';
import { binaryClassifiers } from './binary-classifiers.ts';
import { browserExtension } from './browser-extension.ts';
import { bunLock } from './bun-lock.ts';
import { cargoAuditable } from './cargo-auditable.ts';
import { cargoLock } from './cargo-lock.ts';
import { composerLock } from './composer-lock.ts';
import { crateArchive } from './crate-archive.ts';
import { debArchive } from './deb-archive.ts';
import { dotnetDeps } from './dotnet-deps.ts';
import { dpkg } from './dpkg.ts';
import { gemArchive } from './gem-archive.ts';
import { gemfileLock } from './gemfile-lock.ts';
import { githubWorkflow } from './github-workflow.ts';
import { goBuildinfo } from './go-buildinfo.ts';
import { goMod } from './go-mod.ts';
import { gradleLockfile } from './gradle-lockfile.ts';
import { helmChart } from './helm-chart.ts';
import { packageHooks } from './hooks-package.ts';
import { systemHooks } from './hooks-system.ts';
import { javaArchive } from './java-archive.ts';
import { licenseFiles } from './license-files.ts';
import { CatalogIndex } from './match.ts';
import { mcpBundle } from './mcp-bundle.ts';
import { modelGguf } from './model-gguf.ts';
import { modelOnnx } from './model-onnx.ts';
import { modelPickle } from './model-pickle.ts';
import { modelSafetensors } from './model-safetensors.ts';
import { npmInstalled } from './npm-installed.ts';
import { npmLock } from './npm-lock.ts';
import { nugetLock } from './nuget-lock.ts';
import { nuspec } from './nuspec.ts';
import { osRelease } from './os-release.ts';
import { pacman } from './pacman.ts';
import { pacmanArchive } from './pacman-archive.ts';
import { pdmLock } from './pdm-lock.ts';
import { peVersionResource } from './pe-version.ts';
import { phpInstalled } from './php-installed.ts';
import { pipfileLock } from './pipfile-lock.ts';
import { pnpmLock } from './pnpm-lock.ts';
import { poetryLock } from './poetry-lock.ts';
import { pylock } from './pylock.ts';
import { pythonInstalled } from './python-installed.ts';
import { requirementsTxt } from './requirements-txt.ts';
import { rpmArchive } from './rpm-archive.ts';
import { rpmDatabase } from './rpm-database.ts';
import { rpmManifest } from './rpm-manifest.ts';
import { rubyGemspec } from './ruby-gemspec.ts';
import type { Cataloger } from './types.ts';
import { uvLock } from './uv-lock.ts';
import { vsix } from './vsix.ts';
import { yarnLock } from './yarn-lock.ts';

/** Every cataloger. Adding one: docs/adding-a-cataloger.md. */
export const catalogers = new Registry<Cataloger>([
  osRelease,
  dpkg,
  debArchive,
  apkDatabase,
  apkArchive,
  rpmDatabase,
  rpmManifest,
  rpmArchive,
  pacman,
  pacmanArchive,
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
  dotnetDeps,
  nugetLock,
  nuspec,
  peVersionResource,
  crateArchive,
  yarnLock,
  pnpmLock,
  bunLock,
  pipfileLock,
  poetryLock,
  uvLock,
  pdmLock,
  pylock,
  requirementsTxt,
  githubWorkflow,
  helmChart,
  vsix,
  browserExtension,
  mcpBundle,
  modelSafetensors,
  modelGguf,
  modelOnnx,
  modelPickle,
  binaryClassifiers,
  systemHooks,
  packageHooks,
  licenseFiles,
]);

/** Which catalogers want a file. */
export const catalogIndex = new CatalogIndex(catalogers);
