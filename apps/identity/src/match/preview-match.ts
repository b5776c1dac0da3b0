import type { PreviewMatch as Contract } from '@portico/contracts';
import { Database, newId } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { DecideMatch } from './decide-match.js';
import { isPlainIdentity } from './match.rules.js';

/** Says what `ResolveIdentity` would say to a login that begins now, and leaves everything as it is. */
@Injectable()
export class PreviewMatch {
  constructor(
    private readonly database: Database,
    private readonly decide: DecideMatch,
  ) {}

  async run(question: z.infer<typeof Contract.request>): Promise<z.infer<typeof Contract.reply>> {
    if (!isPlainIdentity(question.identity)) return { outcome: 'refused', code: 'id_token_invalid' };
    const decided = await this.database.inTenant(question.tenantId, (tx) =>
      this.decide.run(tx, { ...question, loginId: newId() }),
    );
    const choice = 'answer' in decided ? decided.answer : decided.decision;
    if (choice.outcome === 'refused') return choice;
    if (choice.outcome === 'to_create' || choice.outcome === 'created') return { outcome: 'created' };
    return { outcome: choice.outcome, user: choice.user };
  }
}
