/** One stroke or area of an icon on a 16 × 16 grid. */
export interface Shape {
  readonly d: string;
  /** Area instead of a stroke; `cut` takes the ink of a glyph cut into a filled state shape. */
  readonly fill?: 'ink' | 'cut' | 'accent';
  readonly stroke?: 'cut' | 'accent';
  readonly width?: number;
  readonly dash?: string;
}

const line = (d: string, width = 1.4): Shape => ({ d, width });

/** Every icon of the page. The five states differ by shape first (DESIGN §11). */
export const ICONS = {
  // States of knowing
  proven: [
    { d: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1z', fill: 'ink' },
    { d: 'm4.9 8.2 2.2 2.3 4-4.7', stroke: 'cut', width: 1.7 },
  ],
  claimed: [
    {
      d: 'M3.2 2h9.6c.9 0 1.7.8 1.7 1.7v5.8c0 .9-.8 1.7-1.7 1.7H8.2l-3.4 2.9v-2.9H3.2c-.9 0-1.7-.8-1.7-1.7V3.7C1.5 2.8 2.3 2 3.2 2z',
      width: 1.6,
    },
    line('M5 5.4h6M5 8h3.6'),
  ],
  contradicted: [
    { d: 'M8 .6 15.4 8 8 15.4.6 8z', fill: 'ink' },
    { d: 'M5 6.7h6M5 9.4h6M9.6 4.7l-3.2 6.6', stroke: 'cut', width: 1.4 },
  ],
  missing: [{ d: 'M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8z', width: 1.7, dash: '2.75 2.12' }],
  'not-inspected': [
    line('M3 1.7h10c.7 0 1.3.6 1.3 1.3v10c0 .7-.6 1.3-1.3 1.3H3c-.7 0-1.3-.6-1.3-1.3V3c0-.7.6-1.3 1.3-1.3z'),
    line('M2.2 6.4 6.4 2.2M2.2 12.9 12.9 2.2M8.2 14 14 8.2', 1.6),
  ],
  // Results and progress
  tick: [line('M3 8.6 6.5 12 13 4.6', 1.5)],
  working: [{ d: 'M8 4.4a3.6 3.6 0 1 1 0 7.2 3.6 3.6 0 0 1 0-7.2z', fill: 'accent' }],
  waiting: [line('M8 4.4a3.6 3.6 0 1 1 0 7.2 3.6 3.6 0 0 1 0-7.2z')],
  warning: [line('M8 2.2 14.4 13.6H1.6z'), line('M8 6.4v3.4M8 11.4v.6', 1.5)],
  info: [line('M8 1.8a6.2 6.2 0 1 1 0 12.4A6.2 6.2 0 0 1 8 1.8z'), line('M8 7.2v4M8 4.6v.6', 1.5)],
  // Sources
  image: [line('M8 1.5 14 4.7v6.6l-6 3.2-6-3.2V4.7zM2 4.7 8 8l6-3.3M8 8v6.5')],
  layers: [line('m8 2 6 3-6 3-6-3zM2 8l6 3 6-3M2 11l6 3 6-3')],
  layer: [line('m8 5 6.2 3L8 11 1.8 8z')],
  file: [line('M4 1.8h5L12.2 5v9.2H4zM9 1.8V5h3.2')],
  archive: [line('M2.2 3h11.6v3H2.2zM3.2 6v7.2h9.6V6M6.4 8.6h3.2')],
  document: [line('M4 1.8h5L12.2 5v9.2H4zM9 1.8V5h3.2M6 8h4.2M6 10.8h4.2')],
  key: [line('M5 8.3a2.7 2.7 0 1 1 0 5.4 2.7 2.7 0 0 1 0-5.4zM7 9l6-6M10.5 5.5l2 2')],
  folder: [line('M1.8 3.5h4.4l1.4 1.7h6.6V13H1.8z')],
  link: [line('M3 13V7.5C3 5.6 4.6 4 6.5 4H13M10 1.2 13 4l-3 2.8')],
  device: [line('M2.2 4h11.6v8H2.2zM5 4v2.6M8 4v3.6M11 4v2.6')],
  // Actions
  add: [line('M8 3v10M3 8h10')],
  close: [line('m4 4 8 8M12 4l-8 8')],
  more: [line('M3.5 8h.01M8 8h.01M12.5 8h.01', 2.2)],
  search: [line('M7 2.7a4.3 4.3 0 1 1 0 8.6 4.3 4.3 0 0 1 0-8.6zM10.3 10.3l3.2 3.2')],
  copy: [
    line(
      'M6.7 5.5h5.6c.7 0 1.2.5 1.2 1.2v5.6c0 .7-.5 1.2-1.2 1.2H6.7c-.7 0-1.2-.5-1.2-1.2V6.7c0-.7.5-1.2 1.2-1.2z',
    ),
    line('M10.5 3.5v-.2c0-.6-.4-1-1-1H3.3c-.6 0-1 .4-1 1v6.2c0 .6.4 1 1 1h.2'),
  ],
  theme: [line('M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2z'), { d: 'M8 2a6 6 0 0 1 0 12z', fill: 'ink' }],
  graph: [line('M5.5 1.5h5v3.5h-5zM1.5 11h5v3.5h-5zM9.5 11h5v3.5h-5zM8 5v3M4 11V8h8v3')],
  fit: [line('M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4')],
  plus: [line('M8 4v8M4 8h8')],
  minus: [line('M4 8h8')],
  download: [line('M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11')],
  menu: [line('M2 4h12M2 8h12M2 12h12')],
  open: [line('m4 6 4 4.5L12 6')],
  closed: [line('m6 4 4.5 4L6 12')],
  logo: [
    line('M6.7 1.6a5.1 5.1 0 1 1 0 10.2 5.1 5.1 0 0 1 0-10.2z', 1.7),
    line('m10.5 10.5 4 4', 2.1),
    { d: 'M4.5 6.7h4.4M6.7 4.5v4.4', stroke: 'accent', width: 1.3 },
  ],
} as const satisfies Record<string, readonly Shape[]>;

export type IconName = keyof typeof ICONS;
