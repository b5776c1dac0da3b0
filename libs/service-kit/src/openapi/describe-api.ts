import { API_AUDIENCE, Problem } from '@portico/contracts';
import type { Type } from '@nestjs/common';
import type { z } from 'zod';
import { Components, type JsonSchema } from './components.js';
import { exampleLines, findExample } from './find-example.js';
import type { LineBody } from './operation.js';
import { ANSWER_HEADERS, REQUEST_HEADERS, schemaOfPathParameter, SCOPE_TEXTS } from './parts.js';
import { type DescribedOperation, readOperations } from './read-operations.js';
import { takesIdempotencyKey, toRefusalComponents, toRefusalResponses } from './refusals.rules.js';

/** An OpenAPI 3.1 document, as plain JSON. */
export type OpenApiDocument = Record<string, unknown> & {
  paths: Record<string, Record<string, Record<string, unknown>>>;
};

/** What is to be described: a service's doors, and how people call it. */
export interface ApiFacts {
  title: string;
  description: string;
  /** Where it is in the demo. */
  url: string;
  doors: readonly Type[];
}

const BROKER = 'http://localhost:3001';

const securitySchemes = {
  portico: {
    type: 'oauth2',
    description: `Access tokens of the broker for the resource \`${API_AUDIENCE}\` (RFC 8707), by client credentials for machine applications. A token reaches one tenant or all; an id of another tenant is answered like one that does not exist.`,
    flows: {
      clientCredentials: { tokenUrl: `${BROKER}/oauth2/token`, scopes: SCOPE_TEXTS },
      authorizationCode: {
        authorizationUrl: `${BROKER}/oauth2/authorize`,
        tokenUrl: `${BROKER}/oauth2/token`,
        scopes: SCOPE_TEXTS,
      },
    },
  },
};

/** The document of a service's `/v1` API (OpenAPI 3.1), read from its doors. */
export const describeApi = ({ title, description, url, doors }: ApiFacts): OpenApiDocument => {
  const components = new Components();
  components.schemaFor(Problem, 'output');
  const operations = readOperations(doors);
  const paths: OpenApiDocument['paths'] = {};
  for (const operation of operations)
    (paths[operation.path] ??= {})[operation.method] = describe(operation, components);
  return {
    openapi: '3.1.1',
    info: {
      title,
      version: '1',
      description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url, description: 'The demo' }],
    tags: [...new Set(operations.map(tagOf))].sort().map((name) => ({ name })),
    paths,
    components: {
      schemas: components.all(),
      ...toRefusalComponents(operations),
      parameters: REQUEST_HEADERS,
      headers: ANSWER_HEADERS,
      securitySchemes,
    },
  };
};

const tagOf = ({ path }: DescribedOperation): string =>
  path.replace('/v1/tenants/{tenantId}/', '/v1/').split('/')[2] ?? '';

const describe = (operation: DescribedOperation, components: Components): Record<string, unknown> => {
  const { id, summary, description, scopes } = operation;
  const requestBody = describeBody(operation, components);
  return {
    operationId: id,
    summary,
    ...(description && { description }),
    tags: [tagOf(operation)],
    security: scopes.map((scope) => ({ portico: [scope] })),
    parameters: describeParameters(operation, components),
    ...(requestBody && { requestBody }),
    responses: {
      [String(operation.status)]: describeAnswer(operation, components),
      ...toRefusalResponses(operation),
    },
  };
};

const describeParameters = (operation: DescribedOperation, components: Components): JsonSchema[] => {
  const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: components.schemaFor(schemaOfPathParameter(name), 'input'),
  }));
  const headers = operation.headers
    .filter((name) => name in REQUEST_HEADERS)
    .concat(takesIdempotencyKey(operation) ? ['idempotency-key'] : [])
    .map((name) => ({ $ref: `#/components/parameters/${name}` }));
  return [...inPath, ...describeQuery(operation, components), ...headers];
};

const describeQuery = ({ query }: DescribedOperation, components: Components): JsonSchema[] =>
  Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !(schema as z.ZodType).safeParse(undefined).success,
    schema: components.schemaFor(schema as z.ZodType, 'input'),
  }));

const content = (schema: z.ZodType, io: 'input' | 'output', components: Components): object => ({
  schema: components.schemaFor(schema, io),
  example: findExample(schema),
});

const describeLines = (lines: LineBody, io: 'input' | 'output', components: Components): object =>
  Object.fromEntries(
    Object.entries(lines).map(([type, line]) => [
      type,
      {
        schema: { type: 'string', 'x-line': components.schemaFor(line, io) },
        example: exampleLines(type, findExample(line)),
      },
    ]),
  );

const describeBody = ({ body, streams }: DescribedOperation, components: Components): object | undefined => {
  if (streams) return { required: true, content: describeLines(streams.takes, 'input', components) };
  return body && { required: true, content: { 'application/json': content(body, 'input', components) } };
};

const describeAnswer = (operation: DescribedOperation, components: Components): object => {
  const { answers, streams, gives = [] } = operation;
  const names = [...gives, ...(takesIdempotencyKey(operation) ? ['Idempotency-Replayed'] : [])];
  const body = streams
    ? describeLines(streams.gives, 'output', components)
    : answers && { 'application/json': content(answers, 'output', components) };
  return {
    description: body ? 'Done.' : 'Done; there is nothing to say.',
    ...(names.length > 0 && {
      headers: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }])),
    }),
    ...(body && { content: body }),
  };
};
