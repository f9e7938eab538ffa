/** Small cases made by the project's own scripts, inlined by the build. */
declare module 'virtual:samples' {
  export interface Sample {
    readonly id: string;
    readonly title: string;
    /** What there is to see in it. */
    readonly sentence: string;
    /** File name it is added under. */
    readonly name: string;
    bytes(): Promise<Uint8Array<ArrayBuffer>>;
  }
  const samples: readonly Sample[];
  export default samples;
}
