import 'reflect-metadata';
import { RequestMethod, type Type } from '@nestjs/common';
import {
  HTTP_CODE_METADATA,
  METHOD_METADATA,
  PATH_METADATA,
  ROUTE_ARGS_METADATA,
  RouteParamtypes,
} from '@nestjs/common/internal';
import type { Scope } from '@portico/contracts';
import type { z } from 'zod';
import { SCOPE, WITHOUT_TOKEN } from '../access-token.guard.js';
import { type Operation, OPERATION } from './operation.js';

/** One operation: what its decorators say, Nest's and ours together. */
export interface DescribedOperation extends Operation {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** As OpenAPI writes it: `/v1/tenants/{tenantId}`. */
  path: string;
  status: number;
  /** Any one of them; none where no token is asked for. */
  scopes: Scope[];
  body?: z.ZodType;
  query?: z.ZodObject;
  /** Request headers that the method reads, in lower case. */
  headers: string[];
}

interface Argument {
  data?: unknown;
  schema?: z.ZodType;
}

const STATUS_OF_METHOD: Partial<Record<string, number>> = { post: 201 };

const join = (...parts: string[]): string =>
  `/${parts
    .flatMap((part) => part.split('/'))
    .filter(Boolean)
    .join('/')}`.replace(/:(\w+)/g, '{$1}');

const metadata = (key: string, target: object, property?: string): unknown =>
  property === undefined ? Reflect.getMetadata(key, target) : Reflect.getMetadata(key, target, property);

const argumentsOf = (door: Type, name: string, kind: RouteParamtypes): Argument[] =>
  Object.entries((metadata(ROUTE_ARGS_METADATA, door, name) ?? {}) as Record<string, Argument>)
    .filter(([key]) => key.startsWith(`${kind}:`))
    .map(([, argument]) => argument);

const schemaOf = (door: Type, name: string, kind: RouteParamtypes): z.ZodType | undefined =>
  argumentsOf(door, name, kind).find(({ schema }) => schema)?.schema;

const readScopes = (handler: object): Scope[] | undefined =>
  metadata(WITHOUT_TOKEN, handler) === true ? [] : (metadata(SCOPE, handler) as Scope[] | undefined);

const readMethod = (door: Type, name: string, handler: object): DescribedOperation[] => {
  const request = metadata(METHOD_METADATA, handler) as RequestMethod | undefined;
  if (request === undefined) return [];
  const path = join(String(metadata(PATH_METADATA, door)), String(metadata(PATH_METADATA, handler)));
  if (!path.startsWith('/v1/')) return [];
  const operation = metadata(OPERATION, handler) as Operation | undefined;
  const scopes = readScopes(handler);
  if (!operation || !scopes) throw new Error(`${door.name}.${name} needs @Operation and @NeedsScope`);
  const method = RequestMethod[request].toLowerCase() as DescribedOperation['method'];
  return [
    {
      ...operation,
      method,
      path,
      scopes,
      status:
        (metadata(HTTP_CODE_METADATA, handler) as number | undefined) ?? STATUS_OF_METHOD[method] ?? 200,
      body: schemaOf(door, name, RouteParamtypes.BODY),
      query: schemaOf(door, name, RouteParamtypes.QUERY) as z.ZodObject | undefined,
      headers: argumentsOf(door, name, RouteParamtypes.HEADERS).map(({ data }) => String(data).toLowerCase()),
    },
  ];
};

/** Every operation under `/v1` of these doors, by path and method. Throws for one that is not described. */
export const readOperations = (doors: readonly Type[]): DescribedOperation[] =>
  doors
    .flatMap((door) => {
      const prototype = door.prototype as Record<string, object>;
      const names = Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor');
      return names.flatMap((name) => readMethod(door, name, prototype[name] ?? {}));
    })
    .sort((a, b) => a.path.localeCompare(b.path) || a.method.localeCompare(b.method));
