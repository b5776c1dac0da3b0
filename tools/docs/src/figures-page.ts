import '@portico/broker/openapi';
import '@portico/identity/openapi';
import '@portico/sso-config/openapi';
import { type DescribedFigure, describeFigures } from '@portico/service-kit';

const MOST_NAMED = 14;

const valuesOf = (values: DescribedFigure['labels'][string]): string => {
  if (typeof values === 'string') return values;
  const named = values.slice(0, MOST_NAMED).map((value) => `\`${value}\``);
  const more = values.length - named.length;
  return `${named.join(' ')}${more > 0 ? ` and ${String(more)} more` : ''}`;
};

const labelsOf = ({ labels }: DescribedFigure): string =>
  Object.entries(labels)
    .map(([name, values]) => `**${name}**: ${valuesOf(values)}`)
    .join('<br>');

const rowOf = (figure: DescribedFigure): string =>
  `| \`${figure.name}\` | ${figure.type} | ${figure.help} | ${labelsOf(figure)} |`;

/** `docs/metrics.md` and `docs/metrics.json`: every figure of Portico's own, and all that its labels may say. */
export const renderFigures = (): Record<string, string> => {
  const figures = describeFigures();
  return {
    'docs/metrics.md': `# Metrics

Generated from the code by \`npm run docs\`; [observability](observability.md) says what they are for. Each process gives them at
\`/metrics\` of its management port, with Node's own (\`nodejs_…\`, \`process_…\`). No label names a tenant, a person or a connection, and
each has a closed set of values: a test over a whole house holds them to this page, which programs find in [metrics.json](metrics.json).

| name | type | what | labels |
| --- | --- | --- | --- |
${figures.map(rowOf).join('\n')}
`,
    'docs/metrics.json': `${JSON.stringify(figures, null, 1)}\n`,
  };
};
