import { AppError, type ResolveIdentity as Contract } from '@portico/contracts';
import { readEmail } from '@portico/policy';
import { Database, type Queries, type SwiftQueries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { readNormalEmail } from '../users/user.rules.js';
import { WrittenMeanwhile } from '../violations.rules.js';
import { CreateOnFirstSignIn } from './create-on-first-sign-in.js';
import { type Choice, chooseUser, type Decision, isPlainText, type MatchInput } from './match.rules.js';
import { MatchStore } from './match.store.js';
import { PinIdentity } from './pin-identity.js';
import { ResolutionStore } from './resolution.store.js';

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
    private readonly matches: MatchStore,
    private readonly pin: PinIdentity,
    private readonly create: CreateOnFirstSignIn,
    private readonly resolutions: ResolutionStore,
  ) {}

  async run(question: Question): Promise<Choice> {
    const { issuer, subject } = question.identity;
    if (!isPlainText(issuer) || !isPlainText(subject))
      return { outcome: 'refused', code: 'id_token_invalid' };
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
    const { tenantId, loginId } = question;
    const { reply, linked } = await this.matches.findKnown(tx, question);
    if (reply) return reply;
    const choice = await this.choose(tx, question, linked);
    if (choice.outcome === 'matched' || choice.outcome === 'created')
      await this.pin.run(tx, { ...question.identity, connectionId: question.connectionId }, choice.user);
    await this.resolutions.add(tx.last, { tenantId, loginId, reply: choice });
    return choice;
  }

  private async choose(tx: Queries, question: Question, linked: MatchInput['linked']): Promise<Choice> {
    const { tenantId, identity } = question;
    const decision = await this.decide(tx, question, linked);
    if (decision.outcome !== 'to_create') return decision;
    const { email = '', name } = identity;
    await this.matches.lockAddress(tx, tenantId, readNormalEmail(email));
    // Whoever had the lock before has made the user; nobody can now.
    const again = await this.decide(tx, question, linked);
    if (again.outcome !== 'to_create') return again;
    return { outcome: 'created', user: await this.create.run(tx, tenantId, { email, name }) };
  }

  private async decide(tx: Queries, question: Question, linked: MatchInput['linked']): Promise<Decision> {
    const { policy, identity } = question;
    const { domainProved } = identity;
    const normal = readEmail(identity.email)?.normal;
    const emailTrust = normal ? identity.emailTrust : 'missing';
    const byEmail = normal && emailTrust === 'trusted' && !linked && policy !== 'pre_linked_only';
    const candidates = byEmail ? await this.matches.listCandidates(tx, question, normal) : [];
    return chooseUser({ policy, emailTrust, domainProved, linked, candidates });
  }
}
