import { AppError, type FinishMailboxProof as Contract } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { Argon2 } from '../passwords/argon2.client.js';
import { WrittenMeanwhile } from '../violations.rules.js';
import { type Choice, chooseProver } from './match.rules.js';
import { MatchStore } from './match.store.js';
import { type Claim, MailboxProofStore } from './mailbox-proof.store.js';
import { PinIdentity } from './pin-identity.js';

const ATTEMPTS = 3;
const refused: Choice = { outcome: 'refused', code: 'mailbox_code_invalid' };

/**
 * Tries a code. The right one pins the identity to the user whom it was mailed to, once; to the same login the same
 * answer comes again.
 * @emits user.linked
 */
@Injectable()
export class FinishMailboxProof {
  constructor(
    private readonly database: Database,
    private readonly proofs: MailboxProofStore,
    private readonly matches: MatchStore,
    private readonly pin: PinIdentity,
    private readonly argon2: Argon2,
  ) {}

  async run({ code, ...login }: z.infer<typeof Contract.request>): Promise<Choice> {
    // Committed before the code is compared: no number of connections makes more tries of them.
    const proof = await this.database.inTenant(login.tenantId, (tx) => this.proofs.takeTry(tx, login));
    const right = await this.argon2.verify(proof?.codeHash ?? null, code.replaceAll(/[\s-]/g, ''));
    if (!proof || !right) return refused;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        return await this.database.inTenant(login.tenantId, (tx) => this.finish(tx, proof));
      } catch (error) {
        if (!(error instanceof WrittenMeanwhile)) throw error;
      }
    }
    throw new AppError('try_again', { detail: 'the same identity is being linked elsewhere' });
  }

  private async finish(tx: EntityManager, proof: Claim & { userId: string }): Promise<Choice> {
    const reply = await this.proofs.findReplyLocked(tx, proof);
    if (reply) return reply;
    const { issuer, subject, userId } = proof;
    const asked = { ...proof, identity: { issuer, subject } };
    const { linked } = await this.matches.findKnown(tx, asked);
    // Once more, with the users of now: the mailbox proves this address of this user and nothing else.
    const prover = chooseProver(linked, await this.matches.listCandidates(tx, asked, proof.emailNormal));
    const choice: Choice = prover?.userId === userId ? { outcome: 'matched', user: prover } : refused;
    if (choice.outcome === 'matched') await this.pin.run(tx, proof, choice.user, { used: true });
    await this.proofs.saveReply(tx, proof, choice);
    return choice;
  }
}
