/** The text of a worker bundle: see `build/engine.ts`. */
declare module '*?engine' {
  const source: string;
  export default source;
}
