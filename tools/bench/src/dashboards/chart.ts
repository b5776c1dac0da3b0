import { toTicks, toText } from './units.rules.ts';

/** A line of a chart. */
export interface ChartLine {
  name: string;
  points: [time: number, value: number][];
}

/** What one chart shows. */
export interface Chart {
  title: string;
  unit: string;
  lines: ChartLine[];
  /** The moments at its left and right edge, in seconds since 1970. */
  from: number;
  to: number;
}

export const WIDTH = 560;
export const HEIGHT = 270;
const PLOT = { left: 62, right: 24, top: 34, height: 150 };
/** So many lines are drawn and named; the largest. */
const MOST = 8;
/** Told apart by people with any kind of colour vision (Okabe and Ito). */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00', '#000000', '#8b8b00'];

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const largestOf = ({ points }: ChartLine): number => Math.max(0, ...points.map(([, value]) => value));

/** A chart as SVG, with its upper left corner at 0, 0. */
export const drawChart = ({ title, unit, lines, from, to }: Chart): string => {
  const drawn = [...lines].sort((one, other) => largestOf(other) - largestOf(one)).slice(0, MOST);
  const ticks = toTicks(Math.max(...drawn.map(largestOf), 0), unit);
  const top = ticks.at(-1) ?? 1;
  const x = (time: number): number =>
    PLOT.left + ((time - from) / (to - from)) * (WIDTH - PLOT.left - PLOT.right);
  const y = (value: number): number => PLOT.top + PLOT.height * (1 - value / top);
  const grid = ticks.map(
    (tick) =>
      `<line x1="${PLOT.left}" x2="${WIDTH - PLOT.right}" y1="${y(tick).toFixed(1)}" y2="${y(tick).toFixed(1)}" stroke="#ddd"/>` +
      `<text x="${PLOT.left - 6}" y="${(y(tick) + 4).toFixed(1)}" text-anchor="end">${toText(tick, unit)}</text>`,
  );
  const paths = drawn.map(({ points }, index) => {
    const line = points.map(([time, value]) => `${x(time).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
    return `<polyline points="${line}" fill="none" stroke="${colourOf(index)}" stroke-width="1.6"/>`;
  });
  return [
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff" stroke="#ccc" rx="4"/>`,
    `<text x="12" y="20" font-weight="bold" font-size="13">${escape(title)}</text>`,
    ...grid,
    ...paths,
    ...timesOf(from, to, x),
    ...legendOf(drawn, lines.length),
  ].join('\n');
};

const colourOf = (index: number): string => COLOURS[index % COLOURS.length] ?? '#000';

const timesOf = (from: number, to: number, x: (time: number) => number): string[] =>
  [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const time = from + part * (to - from);
    return `<text x="${x(time).toFixed(1)}" y="${PLOT.top + PLOT.height + 16}" text-anchor="middle">${Math.round(time - from)} s</text>`;
  });

const legendOf = (lines: ChartLine[], all: number): string[] => {
  const shown = lines.map(({ name }, index) => {
    const [column, row] = [index % 2, Math.floor(index / 2)];
    const [left, base] = [14 + column * (WIDTH / 2), PLOT.top + PLOT.height + 36 + row * 14];
    return (
      `<rect x="${left}" y="${base - 8}" width="10" height="3" fill="${colourOf(index)}"/>` +
      `<text x="${left + 15}" y="${base - 3}">${escape(name.slice(0, 44))}</text>`
    );
  });
  const more = all - lines.length;
  if (more <= 0) return shown;
  return [...shown, `<text x="${WIDTH - 12}" y="20" text-anchor="end" fill="#666">and ${more} more</text>`];
};
