/** Icons on a 20 × 20 grid, drawn with one stroke. */
const paths = {
  alert: 'M10 3.5 17.5 16.5h-15zM10 8.5v3.5M10 14.3v.2',
  alignBottom: 'M3 17h14M5 5h4v9H5zM11 9h4v5h-4z',
  alignCenter: 'M10 3v2.5M10 14.5V17M10 9.5v1M4 5.5h12v4H4zM6.5 10.5h7v4h-7z',
  alignLeft: 'M3 3v14M6 5h9v4H6zM6 11h5v4H6z',
  alignMiddle: 'M3 10h2.5M9.5 10h1M14.5 10H17M5.5 4h4v12h-4zM10.5 6.5h4v7h-4z',
  alignRight: 'M17 3v14M5 5h9v4H5zM9 11h5v4H9z',
  alignTop: 'M3 3h14M5 6h4v9H5zM11 6h4v5h-4z',
  archive: 'M3 4h14v3.5H3zM4.5 7.5V16h11V7.5M8 10.5h4',
  box: 'M10 2.8 16.5 6.4v7.2L10 17.2l-6.5-3.6V6.4zM3.7 6.5 10 10l6.3-3.5M10 10v7',
  branch: 'M3 10h4c3 0 3-5 6-5h4M7 10c3 0 3 5 6 5h4M15 3l2 2-2 2M15 13l2 2-2 2',
  chart: 'M3 3v14h14M6.5 13.5v-4M10 13.5v-8M13.5 13.5V8',
  check: 'M4 10.5 8 14.5 16 6',
  chevron: 'M6 8l4 4 4-4',
  clean: 'M3 4h14l-5.5 6.5V16l-3 1.5v-7z',
  clock: 'M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14M10 6v4l2.8 1.8',
  close: 'M5 5l10 10M15 5 5 15',
  columns: 'M3.5 4h13v12h-13zM8 4v12M12.2 4v12',
  copy: 'M7 7h9.5v9.5H7zM13 7V3.5H3.5V13H7',
  curve: 'M3 3v14h14M5.5 6c1.5 6 4 7.5 10.5 8',
  database: 'M10 3c3.6 0 6.3 1 6.3 2.3S13.6 7.6 10 7.6 3.7 6.6 3.7 5.3 6.4 3 10 3M3.7 5.3V14.5C3.7 15.9 6.4 17 10 17s6.3-1.1 6.3-2.5V5.3M3.7 10c0 1.4 2.7 2.4 6.3 2.4s6.3-1 6.3-2.4',
  dots: 'M4.5 10h.01M10 10h.01M15.5 10h.01',
  distributeHorizontally: 'M3 3v14M17 3v14M7.5 5.5h5v9h-5z',
  distributeVertically: 'M3 3h14M3 17h14M5.5 7.5h9v5h-9z',
  down: 'M10 3.5v9M6 9l4 4 4-4M4 16.5h12',
  dash: 'M5 10h10',
  eye: 'M2.5 10C4.5 6.5 7 4.8 10 4.8s5.5 1.7 7.5 5.2c-2 3.5-4.5 5.2-7.5 5.2S4.5 13.5 2.5 10M10 7.7a2.3 2.3 0 1 0 0 4.6a2.3 2.3 0 1 0 0-4.6',
  eyeOff: 'M2.5 10C4.5 6.5 7 4.8 10 4.8s5.5 1.7 7.5 5.2c-2 3.5-4.5 5.2-7.5 5.2S4.5 13.5 2.5 10M10 7.7a2.3 2.3 0 1 0 0 4.6a2.3 2.3 0 1 0 0-4.6M4 16 16 4',
  file: 'M5 2.8h6.5L15.5 7v10.2H5zM11.3 3v4.2h4',
  fit: 'M3.5 7V3.5H7M13 3.5h3.5V7M16.5 13v3.5H13M7 16.5H3.5V13',
  folder: 'M2.8 5h5l1.7 2h7.7v9H2.8z',
  frame: 'M3 6.5h14v10H3zM3 6.5V3.5h6v3M6 10h3v3.5H6zM11 10h3v3.5h-3z',
  gauge: 'M3.5 14.5a7 7 0 1 1 13 0M10 12.5l3-4.5',
  history: 'M3.3 10a6.8 6.8 0 1 0 2-4.8L3.3 7.2M3.3 3.5v3.7H7M10 6.5V10l2.5 1.6',
  info: 'M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14M10 9.2v4.3M10 6.6v.1',
  key: 'M6.8 9.2a4 4 0 1 0 0 8a4 4 0 1 0 0-8M9.7 10.4 17 3M13 7l2.6 2.6',
  language: 'M3 5.2h8M7 3.2v2M4.8 5.2c.6 3 2.6 5.2 5.2 6.3M9.2 5.2c-.6 3-2.8 5.4-6 6.6M10.6 16.8l3.2-8 3.2 8M11.7 14.2h4.2',
  layers: 'M10 3 17 6.7 10 10.4 3 6.7zM3.2 10.2 10 13.8l6.8-3.6M3.2 13.6 10 17.2l6.8-3.6',
  load: 'M3 13.5V16.5h14v-3M10 3v9M6.5 8.7 10 12.2l3.5-3.5',
  log: 'M3.5 4.5h13M3.5 8.2h9M3.5 11.9h13M3.5 15.6h6',
  missing: 'M7.2 7.5a2.8 2.8 0 1 1 4.3 2.3c-1 .7-1.5 1.2-1.5 2.4M10 15v.1',
  monitor: 'M3 4h14v9.5H3zM7.5 16.8h5M10 13.5v3.3',
  moon: 'M16.3 12.2A6.8 6.8 0 0 1 7.8 3.7a6.8 6.8 0 1 0 8.5 8.5',
  nodes: 'M3 4.5h5.5v4H3zM11.5 11.5H17v4h-5.5zM8.5 6.5h2.2c2 0 2 7 .8 7',
  note: 'M3.5 3.5h13v8.7l-4.3 4.3H3.5zM16.3 12.2h-4v4.1M6.5 7h7M6.5 10h4',
  pause: 'M5.5 4h3v12h-3zM11.5 4h3v12h-3z',
  power: 'M10 3v7M6.2 5.6a6 6 0 1 0 7.6 0',
  pin: 'M7 3h6M8 3v5l-2.5 3h9L12 8V3M10 11v6',
  play: 'M6 3.8v12.4L16 10z',
  plug: 'M7 2.8v4M13 2.8v4M4.8 6.8h10.4v2.7a5.2 5.2 0 0 1-10.4 0zM10 14.7v3',
  plus: 'M10 4v12M4 10h12',
  redo: 'M16.5 7.5H8a4.3 4.3 0 0 0 0 8.6h4M13 4l3.5 3.5L13 11',
  refresh: 'M16.5 8A6.8 6.8 0 0 0 4.2 6.7M3.5 12a6.8 6.8 0 0 0 12.3 1.3M4 3.5v3.3h3.3M16 16.5v-3.3h-3.3',
  rocket: 'M8 12.2c.2-4.6 2.7-8 8.6-8.8.1 5.9-3.3 9-7.8 9.6zM8.3 9.3 4.5 10 3.3 12.6l4 .2M10.7 12.5l-.5 3.6-2.7 1.3-.3-4M13 7.3v.1M4.8 14.8l-1.6 2.4',
  runFrom: 'M4 4v12M8 4.5v11l8-5.5z',
  runTo: 'M4 4.5v11l8-5.5zM16 4v12',
  search: 'M8.7 3.5a5.2 5.2 0 1 0 0 10.4a5.2 5.2 0 1 0 0-10.4M12.5 12.5 17 17',
  skip: 'M4.5 5v10l7-5zM14.5 5v10',
  stop: 'M5.5 5.5h9v9h-9z',
  sun: 'M10 6.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7M10 2.5v1.3M10 16.2v1.3M2.5 10h1.3M16.2 10h1.3M4.7 4.7l.9.9M14.4 14.4l.9.9M15.3 4.7l-.9.9M5.6 14.4l-.9.9',
  table: 'M3 4h14v12H3zM3 8h14M3 12h14M8 8v8',
  target: 'M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14M10 7a3 3 0 1 0 0 6a3 3 0 1 0 0-6M10 10h.01',
  text: 'M4 5.5V4h12v1.5M10 4v12.5M7.5 16.5h5',
  tidy: 'M3 3.5h5v4H3zM12 3.5h5v4h-5zM12 12.5h5v4h-5zM8 5.5h4M10 5.5v9h2',
  tokens: 'M2.8 6.5h5.4v7H2.8zM9.8 6.5h3v7h-3zM14.4 6.5h2.8v7h-2.8z',
  trash: 'M3.5 5.5h13M7.5 5.5V3.5h5v2M5 5.5l.8 11.2h8.4L15 5.5M8.3 8.5v5.2M11.7 8.5v5.2',
  undo: 'M3.5 7.5H12a4.3 4.3 0 0 1 0 8.6H8M7 4 3.5 7.5 7 11',
  upload: 'M10 13V3.8M6.3 7.3 10 3.6l3.7 3.7M3.5 13v3.5h13V13',
} as const;

export type IconName = keyof typeof paths;

/** A decorative icon; the control that holds it carries the name. */
export function Icon({ name, size = 16, filled = false }: { readonly name: IconName; readonly size?: number; readonly filled?: boolean }) {
  return (
    <svg
      width={size} height={size} viewBox="0 0 20 20" fill={filled ? 'currentColor' : 'none'} stroke="currentColor"
      strokeWidth={name === 'dots' ? 2.4 : 1.5} strokeLinecap="round" strokeLinejoin="round" aria-hidden focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  );
}
