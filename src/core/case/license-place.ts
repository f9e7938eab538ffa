import type { LicenseFile } from './license-texts.ts';

/** Where packages put the license of the whole of them, beside or below the file that describes them. */
const PLACES: readonly RegExp[] = [
  // An archive's own root, and what jars have beside it.
  /^(?:META-INF(?:\/licen[cs]es?)?)?$/i,
  // Packages of distributions.
  /^usr\/share\/(?:doc|licenses)\/[^/]+$/,
  // Gems lie apart from their specifications.
  /(?:^|\/)gems\/[^/]+$/,
];

/**
 * Whether a license file speaks for the package that it belongs to. Texts in folders further down are those of parts that
 * it bundles. `described` is where the files that describe the package lie.
 */
export function speaksForPackage({ path }: LicenseFile, described: readonly string[]): boolean {
  const folder = folderOf(path);
  if (PLACES.some((place) => place.test(folder))) return true;
  return described.some((one) => {
    const home = folderOf(one);
    return folder === home || (home !== '' && /^\/licen[cs]es?$/i.test(after(folder, home)));
  });
}

function after(folder: string, home: string): string {
  return folder.startsWith(home) ? folder.slice(home.length) : '';
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
