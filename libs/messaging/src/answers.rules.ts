import { AppError, isCode, type QuestionContract } from '@portico/contracts';
import { errors } from '@nats-io/transport-node';
import type { z } from 'zod';
import { readJson } from './headers.rules.js';

/** No answer; `heard` if the question may have reached somebody all the same. */
export class Unanswered extends Error {
  constructor(
    message: string,
    readonly heard: boolean,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

/** The same error as an Unanswered, where it is one. */
export const toUnanswered = (error: unknown): Unanswered | undefined => {
  if (error instanceof Unanswered) return error;
  if (error instanceof errors.RequestError && error.isNoResponders())
    return new Unanswered('nobody answers this', false, error);
  const lost = [
    errors.TimeoutError,
    errors.RequestError,
    errors.ClosedConnectionError,
    errors.DrainingConnectionError,
  ];
  if (lost.some((kind) => error instanceof kind)) return new Unanswered('no answer', true, error);
  return undefined;
};

/** The reply in an answer; throws the refusal in it. */
export const readAnswer = <R extends z.ZodType>(
  question: QuestionContract<z.ZodType, R>,
  text: string,
): z.infer<R> => {
  const answer = readJson(text) as { ok?: unknown; error?: { code?: unknown } } | undefined;
  if (isCode(answer?.error?.code))
    throw new AppError(answer.error.code, { detail: `answer to ${question.subject}` });
  const reply = question.reply.safeParse(answer?.ok);
  if (!reply.success)
    throw new AppError('internal_error', { detail: `unreadable answer to ${question.subject}` });
  return reply.data;
};
