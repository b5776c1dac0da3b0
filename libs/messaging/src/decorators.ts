import { Catch, type ExceptionFilter, UseFilters } from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import type { EventContract, Fact, QuestionContract } from '@portico/contracts';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';

type MethodDecoratorFor<F extends (...inputs: never[]) => unknown> = <M extends F>(
  target: object,
  name: string,
  method: TypedPropertyDescriptor<M>,
) => void;

// Nest's own filter would turn every refusal into "Internal server error" before the transport sees it.
@Catch()
class LetThrough implements ExceptionFilter {
  catch(error: unknown): never {
    throw error;
  }
}

/**
 * Marks the method of a `*.consumer.ts` that handles a fact, once per event: inside the transaction (of the fact's
 * tenant) that also notes the event as handled. Throwing means: not handled, try again later.
 */
export const OnEvent =
  <E extends EventContract>(
    contract: E,
  ): MethodDecoratorFor<(fact: Fact<E>, tx: EntityManager) => Promise<void>> =>
  (target, name, method) => {
    Payload()(target, name, 0);
    Ctx()(target, name, 1);
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-arguments -- without it the overload for event maps is taken
    const listen: MethodDecorator = EventPattern<string>(contract.type);
    listen(target, name, method);
    UseFilters(LetThrough)(target, name, method);
  };

/**
 * Marks the method of a `*.responder.ts` that answers a question. A thrown `AppError` reaches the asker as the same
 * code; anything else as `internal_error`. Must be idempotent: a question may arrive twice.
 */
export const Answers =
  <Q extends z.ZodType, R extends z.ZodType>(
    question: QuestionContract<Q, R>,
  ): MethodDecoratorFor<(request: z.infer<Q>) => Promise<z.infer<R>>> =>
  (target, name, method) => {
    Payload()(target, name, 0);
    const listen: MethodDecorator = MessagePattern<string>(question.subject);
    listen(target, name, method);
    UseFilters(LetThrough)(target, name, method);
  };
