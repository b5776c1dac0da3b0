import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerChecker, type DescribedApi, type ReceivedAnswer } from '@portico/testing';
import { parse } from 'yaml';
import { house } from './house.js';

const DOCUMENTS = { broker: 'broker', identity: 'identity', ssoConfig: 'sso-config' } as const;

type ApiName = keyof typeof DOCUMENTS;

const read = (name: ApiName): DescribedApi =>
  parse(
    readFileSync(join(import.meta.dirname, `../../../docs/openapi/${DOCUMENTS[name]}.yaml`), 'utf8'),
  ) as DescribedApi;

const APIS = (Object.keys(DOCUMENTS) as ApiName[]).map((name) => {
  const document = read(name);
  return { address: house.addresses[name], document, check: answerChecker(document) };
});

/** Throws for an answer of a `/v1` API that its committed document does not describe. */
export const checkDescribed = (url: string, answer: Omit<ReceivedAnswer, 'path'>): void => {
  const api = APIS.find(({ address }) => url.startsWith(`${address}/v1/`));
  api?.check({ ...answer, path: url.slice(api.address.length) });
};

interface Body {
  content: Record<string, { example: unknown }>;
}

/** An operation of some service's document. */
export interface DescribedOperation {
  id: string;
  method: string;
  /** With `{parameters}`. */
  url: string;
  /** Any one of them; none where no token is asked for. */
  scopes: string[];
  /** The example of its body, with its media type. */
  body?: { mediaType: string; example: unknown };
}

/** Every operation of every `/v1` API. */
export const OPERATIONS: DescribedOperation[] = APIS.flatMap(({ address, document }) =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const { operationId, security, requestBody } = operation as {
        operationId: string;
        security: { portico: string[] }[];
        requestBody?: Body;
      };
      const [[mediaType, content] = []] = Object.entries(requestBody?.content ?? {});
      return {
        id: operationId,
        method: method.toUpperCase(),
        url: `${address}${path}`,
        scopes: security.flatMap(({ portico }) => portico),
        body: mediaType === undefined ? undefined : { mediaType, example: content?.example },
      };
    }),
  ),
);
