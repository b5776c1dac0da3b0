import { AppError } from '@portico/contracts';
import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../database.js';
import { newId } from '../ids.js';
import {
  type Claim,
  findKey,
  releaseKey,
  type RepeatableRequest,
  saveAnswer,
  takeKey,
} from './idempotency-key.store.js';
import type { KeptAnswer } from './idempotency.rules.js';

/** Hides stored answers from who reads the table; a service whose answers hold secrets brings one. */
export abstract class AnswerSeal {
  /** The purpose is sealed in: what was sealed for one request opens for no other. */
  abstract seal(purpose: string, text: string): Promise<string>;
  /** Undefined where it cannot be opened. */
  abstract open(purpose: string, sealed: string): Promise<string | undefined>;
}

/** For services whose answers hold nothing secret. */
export const WITHOUT_SEAL: AnswerSeal = {
  seal: async (_, text) => text,
  open: async (_, sealed) => sealed,
};

/** Requests with a key, each worked on once: by whoever takes it first, in whichever replica. */
@Injectable()
export class IdempotencyKeys {
  private readonly logger = new Logger(IdempotencyKeys.name);

  constructor(
    private readonly database: Database,
    private readonly answers: AnswerSeal,
  ) {}

  /** The right to work on it, or its answer. Refuses `idempotency_key_reused` and `request_under_way`. */
  async take(request: RepeatableRequest): Promise<{ claim: Claim } | { answer: KeptAnswer }> {
    const claim = { ...request, claim: newId() };
    const known = await this.database.inTenant(request.tenantId, async (tx) =>
      (await takeKey(tx, claim)) ? undefined : await findKey(tx, request),
    );
    if (known === undefined) return { claim };
    if (known && known.requestHash !== request.requestHash) throw new AppError('idempotency_key_reused');
    if (!known?.answer) throw new AppError('request_under_way');
    return { answer: await this.open(request, known.answer) };
  }

  /** Keeps how it ended. What was done stays done, so a failure here is only logged. */
  async keep(claim: Claim, answer: KeptAnswer): Promise<void> {
    await this.settle(claim, async () => {
      const sealed = await this.answers.seal(claim.keyHash, JSON.stringify(answer));
      await this.database.inTenant(claim.tenantId, async (tx) => await saveAnswer(tx, claim, sealed));
    });
  }

  /** Nothing came of it: the next request with the key begins anew. */
  async release(claim: Claim): Promise<void> {
    await this.settle(claim, async () => {
      await this.database.inTenant(claim.tenantId, async (tx) => await releaseKey(tx, claim));
    });
  }

  private async settle({ keyHash }: Claim, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.warn({ err: error, keyHash }, 'the end of a request with a key was not kept');
    }
  }

  private async open({ keyHash }: RepeatableRequest, sealed: string): Promise<KeptAnswer> {
    const text = await this.answers.open(keyHash, sealed);
    if (text === undefined)
      throw new AppError('internal_error', { detail: 'a kept answer cannot be opened' });
    return JSON.parse(text) as KeptAnswer;
  }
}
