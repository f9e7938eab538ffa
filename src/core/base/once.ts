/**
 * What `make` gives, made when it is first asked for. Every worker loads all of the engine: what takes time to make is
 * not made while a module loads.
 */
export function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
