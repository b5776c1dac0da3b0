import {
  type Fact,
  SessionRecoveryStarted,
  SsoBreakGlassOpened,
  SsoDomainEndangered,
} from '@portico/contracts';
import { OnEvent } from '@portico/messaging';
import { Controller } from '@nestjs/common';
import { TellAdmins } from './tell-admins.js';

type Transaction = Parameters<TellAdmins['run']>[0];

/** Hears what the administrators of a tenant have to know of, whoever of them did it. */
@Controller()
export class NoticesConsumer {
  constructor(private readonly tellAdmins: TellAdmins) {}

  @OnEvent(SessionRecoveryStarted)
  async recovery({ tenantId, data }: Fact<typeof SessionRecoveryStarted>, tx: Transaction): Promise<void> {
    const { userId, reference, endsAt } = data;
    await this.tellAdmins.run(tx, tenantId, { about: 'recovery_started', userId, reference, endsAt });
  }

  @OnEvent(SsoBreakGlassOpened)
  async breakGlass({ tenantId, data }: Fact<typeof SsoBreakGlassOpened>, tx: Transaction): Promise<void> {
    const { reason, openUntil } = data;
    await this.tellAdmins.run(tx, tenantId, { about: 'break_glass_opened', reason, openUntil });
  }

  @OnEvent(SsoDomainEndangered)
  async domain({ tenantId, data }: Fact<typeof SsoDomainEndangered>, tx: Transaction): Promise<void> {
    await this.tellAdmins.run(tx, tenantId, { about: 'domain_endangered', ...data });
  }
}
