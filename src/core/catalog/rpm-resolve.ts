import { rpmVersionOverlap } from './rpm-version.ts';

/**
 * Whether a version that a package has, or provides a name with, is what another asks for (rpmds.c). What is provided
 * without a version is any version.
 */
export function meetsRpm(version: string | undefined, constraint: string | undefined): boolean {
  const [operator = '', wanted] = constraint?.split(' ', 2) ?? [];
  if (version === undefined || wanted === undefined) return true;
  const order = rpmVersionOverlap(version, wanted);
  if (order < 0) return operator.includes('<');
  return order > 0 ? operator.includes('>') : operator.includes('=');
}
