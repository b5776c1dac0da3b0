import { type Fact, SsoConfigChanged, UserDeactivated, UserUnlinked } from '@portico/contracts';
import { OnEvent } from '@portico/messaging';
import { Controller } from '@nestjs/common';
import { FollowSettings } from '../settings/follow-settings.js';
import { SweepTenant } from './sweep-tenant.js';

/** Events only make it faster that sessions end: what is so now is asked for, never taken from the event. */
@Controller()
export class SessionsConsumer {
  constructor(
    private readonly followSettings: FollowSettings,
    private readonly sweepTenant: SweepTenant,
  ) {}

  @OnEvent(SsoConfigChanged)
  async follow({ tenantId }: Fact<typeof SsoConfigChanged>): Promise<void> {
    await this.followSettings.run();
    this.sweepTenant.soon({ tenantId });
  }

  @OnEvent(UserDeactivated)
  async deactivated({ tenantId, data }: Fact<typeof UserDeactivated>): Promise<void> {
    this.sweepTenant.soon({ tenantId, userId: data.userId });
  }

  @OnEvent(UserUnlinked)
  async unlinked({ tenantId, data }: Fact<typeof UserUnlinked>): Promise<void> {
    this.sweepTenant.soon({ tenantId, userId: data.userId });
  }
}
