import { AppError, type ResolveIdentity as Contract } from '@portico/contracts';
import { Database, type SwiftQueries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { WrittenMeanwhile } from '../violations.rules.js';
import { CreateOnFirstSignIn } from './create-on-first-sign-in.js';
import { DecideMatch } from './decide-match.js';
import { KeepAnswer } from './keep-answer.js';
import { type Choice, isPlainIdentity } from './match.rules.js';
import { PinIdentity } from './pin-identity.js';

type Question = z.infer<typeof Contract.request>;

/** The second attempt finds what the other transaction wrote; more only meet further ones. */
const ATTEMPTS = 3;

/**
 * Says which user of the tenant an identity is, the same to the same login. A first match is pinned, and the
 * tenant's policy may have the user made for it.
 * @emits user.linked on a first match
 * @emits user.created where nobody had the address and the policy allows it
 */
@Injectable()
export class ResolveIdentity {
  constructor(
    private readonly database: Database,
    private readonly decide: DecideMatch,
    private readonly pin: PinIdentity,
    private readonly create: CreateOnFirstSignIn,
    private readonly keep: KeepAnswer,
  ) {}

  async run(question: Question): Promise<Choice> {
    if (!isPlainIdentity(question.identity)) return { outcome: 'refused', code: 'id_token_invalid' };
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        return await this.database.swiftlyInTenant(question.tenantId, (tx) => this.resolve(tx, question));
      } catch (error) {
        if (!(error instanceof WrittenMeanwhile)) throw error;
      }
    }
    throw new AppError('try_again', { detail: 'the same identity or login is being resolved elsewhere' });
  }

  private async resolve(tx: SwiftQueries, question: Question): Promise<Choice> {
    const { connectionId, identity } = question;
    const decided = await this.decide.run(tx, question);
    if ('answer' in decided) return decided.answer;
    const { decision, unused } = decided;
    const choice = decision.outcome === 'to_create' ? await this.create.run(tx, question) : decision;
    if (choice.outcome === 'matched' || choice.outcome === 'created')
      await this.pin.run(tx, { ...identity, connectionId }, choice.user, { used: true });
    await this.keep.run(tx.last, question, { choice, unused });
    return choice;
  }
}
