/** The five states of knowing (DESIGN §11). Green belongs to `proven` alone. */
export type Knowing = 'proven' | 'claimed' | 'contradicted' | 'missing' | 'not-inspected';
