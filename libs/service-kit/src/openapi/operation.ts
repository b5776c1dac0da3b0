import type { Code } from '@portico/contracts';
import { SetMetadata } from '@nestjs/common';
import type { z } from 'zod';

export const OPERATION = 'portico:operation';

/** A body of many lines, each of one schema, that is read or written as it comes. */
export interface LineBody {
  /** Media type to the schema of one line (`application/x-ndjson`) or of the whole (`text/csv`). */
  [mediaType: string]: z.ZodType;
}

/** What the code alone does not say about an operation of a `/v1` API. */
export interface OperationFacts<A extends z.ZodType = z.ZodType> {
  /** A sentence: what it does. It stands in the API's document, and in place of a comment. */
  summary: string;
  /** More, where a sentence is not enough. */
  description?: string;
  /** The answer's body; left out where there is none. */
  answers?: A;
  /** Refusals besides those of every operation of its kind (token, scope, unknown id, unfit fields, time). */
  refuses?: readonly Code[];
  /** Headers of a good answer. */
  gives?: readonly ('ETag' | 'Location')[];
  /** Line by line, both ways; such an operation has its own way to be repeated, and no idempotency key. */
  streams?: { takes: LineBody; gives: LineBody };
  /** The answer holds a secret that is shown once: it is kept for no repetition, so there is no idempotency key. */
  showsSecret?: true;
}

type Method<R> = (...args: never[]) => Promise<R>;
type DecoratorOf<R> = <M extends Method<R>>(
  target: object,
  key: string | symbol,
  descriptor: TypedPropertyDescriptor<M>,
) => void;

/** An operation as the document knows it. */
export interface Operation extends OperationFacts {
  /** `operationId`: unique in a service, and stable, because generated clients are named by it. */
  id: string;
}

interface Describe {
  <A extends z.ZodType>(id: string, facts: OperationFacts<A> & { answers: A }): DecoratorOf<z.output<A>>;
  (id: string, facts: OperationFacts & { answers?: undefined }): DecoratorOf<unknown>;
}

/**
 * Describes an operation for the service's OpenAPI document; path, method, status, parameters, body and scope are
 * read from Nest's own decorators. The compiler holds the method's answer against `answers`.
 */
export const Operation: Describe = (id: string, facts: OperationFacts) =>
  SetMetadata(OPERATION, { id, ...facts } satisfies Operation);
