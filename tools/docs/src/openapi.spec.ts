import { describeApi } from '@portico/service-kit';
import { Test } from '@nestjs/testing';
import { Validator } from '@seriousme/openapi-schema-validator';
import type { Router } from 'express';
import { APIS } from './openapi-pages.ts';

interface Route {
  path: string;
  methods: Record<string, boolean>;
}

/** The routes that Nest itself makes of the service's doors; what stands behind them is left out. */
const servedRoutes = async (doors: readonly (new (...args: never[]) => object)[]): Promise<string[]> => {
  const module = await Test.createTestingModule({ controllers: [...doors] })
    .useMocker(() => ({}))
    .compile();
  const app = await module.createNestApplication({ logger: false }).init();
  const { router } = app.getHttpAdapter().getInstance() as { router: Router };
  const routes = router.stack.flatMap(({ route }) => (route ? [route as unknown as Route] : []));
  await app.close();
  return routes
    .filter(({ path }) => path.startsWith('/v1/'))
    .flatMap(({ path, methods }) => Object.keys(methods).map((method) => `${method} ${path}`))
    .sort();
};

describe.each(Object.entries(APIS))('the OpenAPI document of %s', (_, api) => {
  const document = describeApi(api);
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );

  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    expect(await validator.validate(structuredClone(document))).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('has every route of the service, and no other', async () => {
    const described = operations.map(({ method, path }) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`);
    expect(described.sort()).toEqual(await servedRoutes(api.doors));
  });

  it('names each operation once', () => {
    const ids = operations.map(({ operation }) => operation['operationId']);
    expect(ids).toEqual([...new Set(ids)]);
  });

  it('refers to nothing that is not there', () => {
    const references = JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g);
    for (const [, pointer = ''] of references) {
      const target = pointer
        .split('/')
        .reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], document);
      expect([pointer, typeof target]).toEqual([pointer, 'object']);
    }
  });
});
