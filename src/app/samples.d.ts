/** Small cases made by the project's own scripts, inlined by the build. */
declare module 'virtual:samples' {
  export interface Sample {
    readonly id: string;
    readonly group: 'image' | 'release';
    readonly title: string;
    /** What there is to see in it. */
    readonly sentence: string;
    /** The files it is made of, under the names they are added by. */
    files(): Promise<readonly { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }[]>;
  }
  const samples: readonly Sample[];
  export default samples;
}
