import { AppError, CODES, type Problem } from '@portico/contracts';
import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  Logger,
  StandardSchemaValidationPipe,
} from '@nestjs/common';
import type { Response } from 'express';
import { counter } from './figures.js';
import { currentTraceId } from './trace.js';
import { toAppError, toFieldFaults } from './unknown-errors.rules.js';

/** A refusal as problem details (RFC 9457): catalogue texts and the faulty fields, never the cause. */
export const toProblem = ({ code, entry, fields, changes }: AppError): Problem => ({
  type: `urn:portico:problem:${code}`,
  title: entry.userText,
  status: entry.status,
  code,
  detail: entry.adminText,
  traceId: currentTraceId() ?? '',
  ...(fields ? { errors: fields } : {}),
  ...(changes ? { changes } : {}),
});

const refusals = counter({
  name: 'portico_refusals_total',
  help: 'Refusals by their code, on pages, in APIs and in answers to questions',
  labels: { code: Object.keys(CODES) },
});

/** Counts a refusal and writes it to the log: what Portico did wrong or could not do as an error, the rest as a plain line. */
export const logRefusal = (logger: Logger, error: AppError): void => {
  refusals.inc({ code: error.code });
  if (error.entry.status >= 500) logger.error({ err: error }, error.message);
  else logger.log({ code: error.code, detail: error.detail }, 'refused');
};

/** When to try again, where that is known (RFC 9110 §10.2.3): a reached limit says so itself. */
const retryAfterOf = (error: AppError & { retryAfterSeconds?: number }): number | undefined =>
  error.retryAfterSeconds ?? (error.entry.status === 503 ? 5 : undefined);

/** The one filter of the `/v1` APIs: every error leaves as `application/problem+json`. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(thrown: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const error = toAppError(thrown);
    logRefusal(this.logger, error);
    if (response.headersSent) return;
    if (error.code === 'token_invalid')
      response.setHeader('WWW-Authenticate', 'Bearer error="invalid_token"');
    const seconds = retryAfterOf(error);
    if (seconds !== undefined) response.setHeader('Retry-After', String(seconds));
    response
      .status(error.entry.status)
      .type('application/problem+json')
      .send(JSON.stringify(toProblem(error)));
  }
}

/** Validates `@Body({ schema })`, `@Param` and `@Query` by their zod schemas; a misfit names its fields. */
export const schemaValidation = (): StandardSchemaValidationPipe =>
  new StandardSchemaValidationPipe({
    exceptionFactory: (issues) => new AppError('request_invalid', { fields: toFieldFaults(issues) }),
  });
