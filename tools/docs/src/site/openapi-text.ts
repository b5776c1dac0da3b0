import { toAnchor } from './markdown.ts';
import { cell, code, type Schema, schemaText, typeText } from './schema-text.ts';

interface Media {
  schema?: Schema;
  example?: unknown;
}

interface Parameter {
  $ref?: string;
  name?: string;
  in?: string;
  required?: boolean;
  description?: string;
  schema?: Schema;
}

interface Answer {
  $ref?: string;
  description?: string;
  content?: Record<string, Media>;
  headers?: Record<string, { $ref?: string; description?: string }>;
}

interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  security?: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, Answer>;
}

/** As much of OpenAPI 3.1 as `npm run docs` writes. */
export interface OpenApi {
  info: { title: string; description: string };
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Schema>;
    responses: Record<string, Answer>;
    parameters: Record<string, Parameter>;
    headers: Record<string, { description?: string }>;
    securitySchemes: Record<string, { description: string }>;
  };
}

interface Place {
  path: string;
  method: string;
  operation: Operation;
}

const last = (reference: string): string => reference.split('/').at(-1) ?? '';

const titleOf = ({ method, path }: Place): string => `${method.toUpperCase()} ${path}`;

const scopesOf = ({ security = [] }: Operation): string => {
  const scopes = security.flatMap((way) => Object.values(way).flat());
  if (scopes.length > 0) return `Scope: ${scopes.map(code).join(' or ')}.`;
  return security.length > 0 ? 'Any access token of Portico.' : 'No access token is asked for.';
};

const parametersOf = ({ components }: OpenApi, { parameters = [] }: Operation): string => {
  if (parameters.length === 0) return '';
  const rows = parameters
    .map((parameter) => (parameter.$ref ? components.parameters[last(parameter.$ref)] : parameter) ?? {})
    .map(({ name = '', in: where = '', required, description = '', schema = {} }) => {
      const usual = schema.default === undefined ? '' : `${code(schema.default)} unless said`;
      const notes = [required ? 'required' : '', usual, description].filter(Boolean).join('. ');
      return `| \`${name}\` | ${where} | ${cell(typeText(schema))} | ${cell(notes)} |`;
    });
  return `| parameter | in | what | notes |\n| --- | --- | --- | --- |\n${rows.join('\n')}`;
};

const exampleText = (media: string, example: unknown): string =>
  typeof example === 'string' && media !== 'application/json'
    ? example.trimEnd()
    : JSON.stringify(example, null, 2);

const mediaText = (label: string, content: Record<string, Media> | undefined): string[] =>
  Object.entries(content ?? {}).flatMap(([media, { schema, example }]) => [
    `**${label}**: ${schema ? typeText(schema) : 'text'} (\`${media}\`)`,
    ...(example === undefined ? [] : [`\`\`\`json\n${exampleText(media, example)}\n\`\`\``]),
  ]);

const headersText = ({ components }: OpenApi, { headers = {} }: Answer): string[] =>
  Object.entries(headers).map(([name, header]) => {
    const { description = '' } = header.$ref ? (components.headers[last(header.$ref)] ?? {}) : header;
    return `Header \`${name}\`: ${description}`;
  });

const answersOf = (api: OpenApi, { responses }: Operation): string[] => {
  const answers = Object.entries(responses).map(
    ([status, answer]) =>
      [status, (answer.$ref ? api.components.responses[last(answer.$ref)] : answer) ?? {}] as const,
  );
  const refusals = answers
    .filter(([status]) => Number(status) >= 400)
    .map(
      ([status, { description = '' }]) => `| ${status} | ${cell(description.replaceAll('\n\n', '<br>'))} |`,
    );
  return [
    ...answers
      .filter(([status]) => Number(status) < 400)
      .flatMap(([status, answer]) => [
        `Answers **${status}**: ${answer.description ?? ''}`,
        ...headersText(api, answer),
        ...mediaText('Answer', answer.content),
      ]),
    ...(refusals.length > 0 ? [`| refuses with | because |\n| ---: | --- |\n${refusals.join('\n')}`] : []),
  ];
};

const operationText = (api: OpenApi, place: Place): string => {
  const { operation } = place;
  return [
    `### ${titleOf(place)}`,
    [operation.summary, operation.description ?? ''].filter(Boolean).join(' '),
    `${scopesOf(operation)} Operation \`${operation.operationId}\`.`,
    parametersOf(api, operation),
    ...mediaText('Request', operation.requestBody?.content),
    ...answersOf(api, operation),
  ]
    .filter(Boolean)
    .join('\n\n');
};

const placesOf = ({ paths }: OpenApi): Place[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

const overview = (places: Place[]): string =>
  [
    '| operation | what |',
    '| --- | --- |',
    ...places.map(
      (place) =>
        `| [\`${titleOf(place)}\`](#${toAnchor(titleOf(place))}) | ${cell(place.operation.summary)} |`,
    ),
  ].join('\n');

const inWords = (tag: string): string =>
  tag === 'sso' ? 'SSO' : tag.charAt(0).toUpperCase() + tag.slice(1).replaceAll('-', ' ');

/** An API's document as Markdown: every operation with its scope, its parameters, examples and refusals. */
export const openApiText = (api: OpenApi, source: string): string => {
  const places = placesOf(api);
  const tags = [...new Set(places.flatMap(({ operation }) => operation.tags))].sort();
  return [
    `# ${api.info.title.replace(/^Portico: /, 'API: ')}`,
    api.info.description,
    ...Object.values(api.components.securitySchemes).map(({ description }) => description),
    `The same for programs, as OpenAPI 3.1: <a href="${last(source)}" download>${last(source)}</a>. Refusals are problem details (RFC 9457); what each code means is in the [error catalogue](../errors.md).`,
    '## Operations',
    overview(places),
    ...tags.flatMap((tag) => [
      `## ${inWords(tag)}`,
      ...places
        .filter(({ operation }) => operation.tags[0] === tag)
        .map((place) => operationText(api, place)),
    ]),
    '## Schemas',
    ...Object.entries(api.components.schemas).map(([name, schema]) =>
      [`### Schema ${name}`, schemaText(schema)].join('\n\n'),
    ),
    '',
  ].join('\n\n');
};
