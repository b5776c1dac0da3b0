import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { Letters } from '../mail/letters.view.js';
import type { Letter } from '../mail/mail.rules.js';
import { UserStore } from '../users/user.store.js';
import type { UserRow } from '../users/user.entity.js';
import { type Notice, toMoment, toOneLine } from './notice.rules.js';

interface Addressed {
  tenantId: string;
  userId: string;
  notice: Notice;
}

/** Writes a notice to somebody who is still an administrator; nothing to anybody else. */
@Injectable()
export class WriteNotice {
  constructor(
    private readonly database: Database,
    private readonly users: UserStore,
    private readonly letters: Letters,
  ) {}

  async run({ tenantId, userId, notice }: Addressed): Promise<Letter | null> {
    const reader = await this.find(tenantId, userId);
    if (reader?.status !== 'active' || !reader.roles.includes('tenant_admin')) return null;
    const { email } = reader;
    switch (notice.about) {
      case 'recovery_started': {
        const { reference, endsAt } = notice;
        const who = (await this.find(tenantId, notice.userId))?.email ?? null;
        return this.letters.recoveryStarted({ email, who, reference, endsAt: toMoment(endsAt) });
      }
      case 'break_glass_opened': {
        const [reason, openUntil] = [toOneLine(notice.reason), toMoment(notice.openUntil)];
        return this.letters.breakGlassOpened({ email, reason, openUntil });
      }
      case 'domain_endangered': {
        const [missingSince, provedUntil] = [toMoment(notice.missingSince), toMoment(notice.provedUntil)];
        return this.letters.domainEndangered({ email, domain: notice.domain, missingSince, provedUntil });
      }
    }
  }

  private async find(tenantId: string, userId: string): Promise<UserRow | null> {
    return await this.database.inTenant(tenantId, (tx) => this.users.find(tx, tenantId, userId));
  }
}
