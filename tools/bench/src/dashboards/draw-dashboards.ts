import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '@portico/launcher';
import { type Chart, drawChart, HEIGHT, WIDTH } from './chart.ts';
import { type DashboardFile, type Panel, readDashboards } from './dashboard-file.ts';
import type { Period, Prometheus, Series } from './prometheus.ts';

const FOLDER = join(ROOT, 'docs', 'images');
const GAP = 12;

/** What became of one dashboard: where it was drawn, and which queries failed or gave nothing. */
export interface Drawn {
  file: string;
  panels: number;
  faults: string[];
}

/** Asks every query of every dashboard and draws what they give. */
export const drawDashboards = async (prometheus: Prometheus, period: Period): Promise<Drawn[]> => {
  mkdirSync(FOLDER, { recursive: true });
  const drawn: Drawn[] = [];
  for (const dashboard of readDashboards()) drawn.push(await draw(dashboard, prometheus, period));
  return drawn;
};

const draw = async (dashboard: DashboardFile, prometheus: Prometheus, period: Period): Promise<Drawn> => {
  const faults: string[] = [];
  const charts: Chart[] = [];
  for (const panel of dashboard.panels) {
    const lines: Chart['lines'] = [];
    for (const { expr, legendFormat } of panel.targets)
      try {
        lines.push(...(await prometheus.range(expr, period)).map((series) => toLine(series, legendFormat)));
      } catch (error) {
        faults.push(`${dashboard.name}, ${panel.title}: ${String(error)}`);
      }
    if (isEmpty(lines) && !panel.mayBeEmpty)
      faults.push(`${dashboard.name}, ${panel.title}: nothing to draw`);
    const told = lines.filter(({ points }) => points.length > 0);
    charts.push(toChart(panel, told, period));
  }
  const file = join(FOLDER, `dashboard-${dashboard.name}.svg`);
  writeFileSync(file, toSvg(dashboard.title, charts));
  return { file, panels: dashboard.panels.length, faults };
};

const isEmpty = (lines: Chart['lines']): boolean => lines.every(({ points }) => points.length === 0);

const toLine = ({ metric, values }: Series, legend: string): Chart['lines'][number] => ({
  name: legend.replace(/\{\{(\w+)\}\}/g, (_, label: string) => metric[label] ?? ''),
  points: values
    .map(([time, value]): [number, number] => [time, Number(value)])
    .filter(([, value]) => Number.isFinite(value)),
});

const toChart = (panel: Panel, lines: Chart['lines'], { start, end }: Period): Chart => ({
  title: panel.title,
  unit: panel.fieldConfig.defaults.unit,
  lines,
  from: start,
  to: end,
});

const toSvg = (title: string, charts: Chart[]): string => {
  const rows = Math.ceil(charts.length / 2);
  const [width, height] = [2 * WIDTH + 3 * GAP, 40 + rows * (HEIGHT + GAP)];
  const placed = charts.map((chart, index) => {
    const [left, top] = [GAP + (index % 2) * (WIDTH + GAP), 40 + Math.floor(index / 2) * (HEIGHT + GAP)];
    return `<g transform="translate(${left} ${top})">\n${drawChart(chart)}\n</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11" fill="#222">
<rect width="${width}" height="${height}" fill="#f4f5f5"/>
<text x="${GAP}" y="26" font-size="18" font-weight="bold">${title}</text>
${placed.join('\n')}
</svg>
`;
};
