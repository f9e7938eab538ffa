/**
 * SHA-256 of the trusted root that the samples bring. Its private keys stand in the project: whoever has the source can
 * sign under it, so wherever it is in force the page says so. `test/samples` holds it against the sample.
 */
export const DEMO_ROOT_SHA256 = 'c3027d97cdbe37d498e64750eea0338b90188c356412a212bb83e9f23510f4ea';
