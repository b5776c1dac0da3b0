import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { AppError, PARTICIPANTS, type QuestionContract, type ServiceName } from '@portico/contracts';
import { SpanKind } from '@opentelemetry/api';
import { currentTraceparent, runInSpan, toFieldFaults } from '@portico/service-kit';
import { headers, type Msg, type NatsConnection } from '@nats-io/transport-node';
import type { z } from 'zod';
import { readAnswer, toUnanswered, Unanswered } from './answers.rules.js';
import { Connection, SERVICE } from './connection.js';
import { asked, endOf } from './figures.js';
import { questionSpan } from './spans.rules.js';

/** Asks other services. */
@Injectable()
export class Ask {
  constructor(
    @Inject(SERVICE) private readonly service: ServiceName,
    private readonly connection: Connection,
  ) {}

  /**
   * The answer to a question, within the contract's deadline and with one retry inside it.
   * Throws the `AppError` that the answering service threw, `request_invalid` if the request does not fit,
   * `try_again` if no answer came in time.
   */
  async to<Q extends z.ZodType, R extends z.ZodType>(
    question: QuestionContract<Q, R>,
    request: z.input<Q>,
  ): Promise<z.infer<R>> {
    if (!PARTICIPANTS[this.service].asks.some(({ subject }) => subject === question.subject))
      throw new TypeError(`${this.service} does not ask ${question.subject}`);
    const body = question.request.safeParse(request);
    if (!body.success)
      throw new AppError('request_invalid', {
        detail: question.subject,
        fields: toFieldFaults(body.error.issues),
      });
    const { subject } = question;
    return await runInSpan(questionSpan('ask', subject, SpanKind.CLIENT), () =>
      timed(subject, async () =>
        readAnswer(question, await this.exchange(question, JSON.stringify(body.data))),
      ),
    );
  }

  private async exchange({ subject, deadlineMs }: QuestionContract, body: string): Promise<string> {
    const begun = performance.now();
    const leftMs = (): number => Math.max(Math.floor(begun + deadlineMs - performance.now()), 1);
    let retried = false;
    for (;;) {
      try {
        const nats = await this.connected(leftMs());
        return await this.attempt(
          nats,
          subject,
          body,
          retried ? leftMs() : Math.min(deadlineMs / 2, leftMs()),
        );
      } catch (cause) {
        if (!(cause instanceof Unanswered)) throw new AppError('internal_error', { detail: subject, cause });
        // What nobody heard costs nothing to say again while replicas reconnect; what may have been heard, once.
        if (cause.heard ? retried : leftMs() < deadlineMs / 2)
          throw new AppError('try_again', { detail: `${subject} was not answered in time`, cause });
        retried ||= cause.heard;
        await sleep(Math.min(50 + Math.random() * 150, leftMs()));
      }
    }
  }

  private async connected(withinMs: number): Promise<NatsConnection> {
    const { current } = this.connection;
    if (current) return current;
    try {
      return await this.connection.ready(AbortSignal.timeout(withinMs));
    } catch (cause) {
      throw new Unanswered('not connected to NATS', false, cause);
    }
  }

  private async attempt(
    nats: NatsConnection,
    subject: string,
    body: string,
    timeout: number,
  ): Promise<string> {
    const envelope = headers();
    envelope.set('traceparent', currentTraceparent());
    try {
      return (await this.unlessBroken(nats.request(subject, body, { timeout, headers: envelope }))).string();
    } catch (error) {
      throw toUnanswered(error) ?? error;
    }
  }

  // The client would wait out the whole time for an answer that went down with the link.
  private async unlessBroken(answer: Promise<Msg>): Promise<Msg> {
    return await new Promise((resolve, reject) => {
      const ignore = this.connection.whenBroken(() => {
        reject(new Unanswered('the link to NATS broke', true));
      });
      answer.then(resolve, reject).finally(ignore);
    });
  }
}

const timed = async <T>(subject: string, ask: () => Promise<T>): Promise<T> => {
  const begun = performance.now();
  const note = (outcome: string): void =>
    asked.observe({ subject, outcome }, (performance.now() - begun) / 1000);
  try {
    const answer = await ask();
    note('answered');
    return answer;
  } catch (error) {
    note(error instanceof AppError ? endOf(error.code) : 'failed');
    throw error;
  }
};
