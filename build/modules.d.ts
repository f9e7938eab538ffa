/** The text of a worker bundle, in gzip and base64: see `build/engine.ts`. */
declare module '*?engine' {
  const packed: string;
  export default packed;
}

/** The compiled schemas of CycloneDX: see `build/schemas.ts`. */
declare module 'loupe:cyclonedx-schemas' {
  interface SchemaError {
    readonly instancePath: string;
    readonly keyword: string;
    readonly params: Readonly<Record<string, unknown>>;
  }
  interface Validate {
    (value: unknown): boolean;
    readonly errors?: readonly SchemaError[] | null;
  }
  export const v1_2: Validate;
  export const v1_3: Validate;
  export const v1_4: Validate;
  export const v1_5: Validate;
  export const v1_6: Validate;
  export const v1_7: Validate;
}

/** The XML schemas of CycloneDX by version as tables: JSON, compressed (zlib) and in base64. See `build/schemas.ts`. */
declare module 'loupe:cyclonedx-xsd' {
  const text: string;
  export default text;
}

/** Texts of SPDX's license list as hashes: `LicenseTexts` (`base/license-text.ts`) in JSON. See `build/license-texts.ts`. */
declare module 'loupe:license-texts' {
  const text: string;
  export default text;
}
