import { AppError } from '@portico/contracts';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Response } from 'express';
import { lastValueFrom, type Observable, of } from 'rxjs';
import type { AuthorizedRequest } from '../access-token.guard.js';
import { type Operation, OPERATION } from '../openapi/operation.js';
import { toAppError } from '../unknown-errors.rules.js';
import type { Claim, RepeatableRequest } from './idempotency-key.store.js';
import { IdempotencyKeys } from './idempotency-keys.js';
import { isKept, type KeptAnswer, readIdempotencyKey, toRepeatableRequest } from './idempotency.rules.js';

/** Headers of an answer that belong to what was done. */
const KEPT_HEADERS = ['ETag', 'Location'];

/**
 * Does a POST with an `Idempotency-Key` once: a repetition gets the first answer again
 * (draft-ietf-httpapi-idempotency-key-header-07 §2.6).
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: IdempotencyKeys,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const repeatable = this.readRequest(context);
    if (!repeatable) return next.handle();
    const response = context.switchToHttp().getResponse<Response>();
    const taken = await this.keys.take(repeatable);
    if ('answer' in taken) return of(replay(response, taken.answer));
    return of(await this.work(taken.claim, next, response));
  }

  private readRequest(context: ExecutionContext): RepeatableRequest | undefined {
    if (context.getType() !== 'http') return undefined;
    const request = context.switchToHttp().getRequest<AuthorizedRequest>();
    const operation = this.reflector.get<Operation | undefined>(OPERATION, context.getHandler());
    if (request.method !== 'POST' || !operation || !request.principal) return undefined;
    if (operation.streams || operation.showsSecret) return undefined;
    const key = readIdempotencyKey(request.get('idempotency-key'));
    return key === undefined
      ? undefined
      : toRepeatableRequest(key, request.principal, {
          ...pick(request),
          body: request.body as object | undefined,
        });
  }

  // Awaited here, so that a client who goes away cannot keep the end from being stored.
  private async work(claim: Claim, next: CallHandler, response: Response): Promise<unknown> {
    try {
      const body: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
      await this.keys.keep(claim, { status: response.statusCode, headers: keptHeaders(response), body });
      return body;
    } catch (error) {
      const { code, fields } = toAppError(error);
      await (isKept(code) ? this.keys.keep(claim, { code, fields }) : this.keys.release(claim));
      throw error;
    }
  }
}

const pick = ({ method, originalUrl, params }: AuthorizedRequest) => ({
  method,
  originalUrl,
  params: { tenantId: params['tenantId'] as string | undefined },
});

const keptHeaders = (response: Response): Record<string, string> =>
  Object.fromEntries(
    KEPT_HEADERS.flatMap((name) =>
      response.hasHeader(name) ? [[name, String(response.getHeader(name))]] : [],
    ),
  );

const replay = (response: Response, answer: KeptAnswer): unknown => {
  response.setHeader('Idempotency-Replayed', 'true');
  if ('code' in answer) throw new AppError(answer.code, { fields: answer.fields, detail: 'answered before' });
  response.status(answer.status).set(answer.headers);
  return answer.body;
};
