import { type Fact, SsoConfigChanged } from '@portico/contracts';
import { OnEvent } from '@portico/messaging';
import { Controller } from '@nestjs/common';
import { FollowSettings } from './follow-settings.js';

/** The event only makes the projection faster: what changed is asked for, never taken from the event. */
@Controller()
export class SettingsConsumer {
  constructor(private readonly followSettings: FollowSettings) {}

  @OnEvent(SsoConfigChanged)
  async follow(_fact: Fact<typeof SsoConfigChanged>): Promise<void> {
    await this.followSettings.run();
  }
}
