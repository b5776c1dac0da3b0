import type { ResolveIdentity } from '@portico/contracts';
import { readEmail } from '@portico/policy';
import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Choice, chooseUser, type Decision, type MatchInput } from './match.rules.js';
import { MatchStore } from './match.store.js';

type Question = z.infer<typeof ResolveIdentity.request>;

/** What is decided, and whether nobody has signed in by the link yet that decided it. */
interface Decided {
  decision: Decision;
  unused: boolean;
}

/** Reads what the matching rules need of an identity, and decides by them: for logins and for tests alike. */
@Injectable()
export class DecideMatch {
  constructor(private readonly matches: MatchStore) {}

  /** The decision of now, unless the login has been answered before: then that answer. */
  async run(tx: Queries, question: Question): Promise<{ answer: Choice } | Decided> {
    const { reply, linked, unused } = await this.matches.findKnown(tx, question);
    return reply ? { answer: reply } : { decision: await this.decide(tx, question, linked), unused };
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
