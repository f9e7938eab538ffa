/** What is used of libraries that come without types. */

declare module 'spdx-expression-parse' {
  type Parsed =
    | { readonly license: string; readonly plus?: true; readonly exception?: string }
    | { readonly left: Parsed; readonly conjunction: 'and' | 'or'; readonly right: Parsed };

  /** @throws Error, or a TypeError where the text ends too early. */
  export default function parse(text: string): Parsed;
}
