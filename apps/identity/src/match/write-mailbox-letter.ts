import { randomInt } from 'node:crypto';
import type { UserSnapshot } from '@portico/contracts';
import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { Letters } from '../mail/letters.view.js';
import type { Letter } from '../mail/mail.rules.js';
import { Argon2 } from '../passwords/argon2.client.js';
import { chooseProver } from './match.rules.js';
import { MatchStore } from './match.store.js';
import { MailboxProofStore, type ProofKey } from './mailbox-proof.store.js';

/** Makes a proof's code and the letter with it, for the one user who may prove the address; nothing for anybody else. */
@Injectable()
export class WriteMailboxLetter {
  constructor(
    private readonly database: Database,
    private readonly matches: MatchStore,
    private readonly proofs: MailboxProofStore,
    private readonly argon2: Argon2,
    private readonly letters: Letters,
  ) {}

  async run(proof: ProofKey): Promise<Letter | null> {
    const user = await this.findProver(proof);
    if (!user) return null;
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const codeHash = await this.argon2.hash(code);
    const { userId, email } = user;
    const set = await this.database.inTenant(proof.tenantId, (tx) =>
      this.proofs.setCode(tx, proof, { userId, codeHash }),
    );
    // To the address in the user record, never to the one that the identity provider claims.
    return set ? this.letters.mailboxCode({ email, code }) : null;
  }

  private async findProver(proof: ProofKey): Promise<UserSnapshot | null> {
    return await this.database.inTenant(proof.tenantId, async (tx) => {
      const claim = await this.proofs.find(tx, proof);
      if (!claim) return null;
      const identity = { issuer: claim.issuer, subject: claim.subject };
      const asked = { ...claim, identity };
      const { linked } = await this.matches.findKnown(tx, asked);
      const candidates = await this.matches.listCandidates(tx, asked, claim.emailNormal);
      return chooseProver(linked, candidates);
    });
  }
}
