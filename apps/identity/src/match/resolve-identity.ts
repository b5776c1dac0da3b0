import {
  AppError,
  type ResolveIdentity as Contract,
  UserLinked,
  type UserSnapshot,
} from '@portico/contracts';
import { fact, Outbox } from '@portico/messaging';
import { readEmail } from '@portico/policy';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { LinkStore } from '../links/link.store.js';
import { WrittenMeanwhile } from '../violations.rules.js';
import { type Choice, chooseUser, isPlainText } from './match.rules.js';
import { MatchStore } from './match.store.js';
import { ResolutionStore } from './resolution.store.js';

type Question = z.infer<typeof Contract.request>;

/** The second attempt finds what the other transaction wrote; more only meet further ones. */
const ATTEMPTS = 3;

/**
 * Says which user of the tenant an identity is, the same to the same login. A first match is pinned.
 * @emits user.linked on a first match
 */
@Injectable()
export class ResolveIdentity {
  constructor(
    private readonly database: Database,
    private readonly matches: MatchStore,
    private readonly links: LinkStore,
    private readonly resolutions: ResolutionStore,
    private readonly outbox: Outbox,
  ) {}

  async run(question: Question): Promise<Choice> {
    const { issuer, subject } = question.identity;
    if (!isPlainText(issuer) || !isPlainText(subject))
      return { outcome: 'refused', code: 'id_token_invalid' };
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        return await this.database.inTenant(question.tenantId, (tx) => this.resolve(tx, question));
      } catch (error) {
        if (!(error instanceof WrittenMeanwhile)) throw error;
      }
    }
    throw new AppError('try_again', { detail: 'the same identity or login is being resolved elsewhere' });
  }

  private async resolve(tx: EntityManager, question: Question): Promise<Choice> {
    const { tenantId, loginId, identity } = question;
    const { reply, linked } = await this.matches.findKnown(tx, question);
    if (reply) return reply;
    const normal = readEmail(identity.email)?.normal;
    const emailTrust = normal ? identity.emailTrust : 'missing';
    const candidates =
      normal && emailTrust === 'trusted' && !linked
        ? await this.matches.listCandidates(tx, question, normal)
        : [];
    const choice = chooseUser({ emailTrust, linked, candidates });
    if (choice.outcome === 'matched') await this.pin(tx, question, choice.user);
    await this.resolutions.add(tx, { tenantId, loginId, reply: choice });
    return choice;
  }

  private async pin(
    tx: EntityManager,
    question: Question,
    { userId, externalId }: UserSnapshot,
  ): Promise<void> {
    const { tenantId, connectionId, identity } = question;
    const { issuer, subject } = identity;
    await this.links.add(tx, { tenantId, connectionId, issuer, subject, userId });
    const data = { userId, externalId, connectionId };
    await this.outbox.add(tx, fact(UserLinked, { tenantId, subject: userId, data }));
  }
}
