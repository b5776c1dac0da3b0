import { answerChecker } from './described-answers.js';

const document = {
  paths: {
    '/v1/tenants/{tenantId}': {
      get: {
        responses: {
          '200': { content: { 'application/json': { schema: { $ref: '#/components/schemas/Tenant' } } } },
          '404': { $ref: '#/components/responses/not_found' },
        },
      },
      delete: { responses: { '204': {} } },
    },
  },
  components: {
    schemas: { Tenant: { type: 'object', required: ['slug'], properties: { slug: { type: 'string' } } } },
    responses: {
      not_found: { content: { 'application/problem+json': { schema: { required: ['code'] } } } },
    },
  },
};
const anAnswer = {
  method: 'GET',
  path: '/v1/tenants/1?x=y',
  status: 200,
  contentType: 'application/json; charset=utf-8',
  body: { slug: 'acme' } as unknown,
};

describe(answerChecker.name, () => {
  const check = answerChecker(document);

  it.each([
    ['a status that is not described', { status: 409 }, '409 is not described'],
    ['an operation that is not described', { method: 'PATCH' }, 'is not described'],
    ['another media type', { contentType: 'text/html' }, 'not described as text/html'],
    ['a body without a field', { body: {} }, "must have required property 'slug'"],
    ['a field of another type', { body: { slug: 1 } }, '/slug must be string'],
    [
      'a refusal that does not fit',
      { status: 404, contentType: 'application/problem+json', body: {} },
      'code',
    ],
    ['a body where none is described', { method: 'DELETE', status: 204 }, 'with a body'],
  ])('refuses %s', (_, changes, message) => {
    expect(() => {
      check({ ...anAnswer, ...changes });
    }).toThrow(message);
  });

  it.each([
    ['what is described', {}],
    ['an answer without a body', { method: 'DELETE', status: 204, contentType: null, body: undefined }],
    ['a described refusal', { status: 404, contentType: 'application/problem+json', body: { code: 'x' } }],
    ['404 at an address that nobody has described', { path: '/v1/nothing', status: 404 }],
  ])('accepts %s', (_, changes) => {
    expect(() => {
      check({ ...anAnswer, ...changes });
    }).not.toThrow();
  });
});
