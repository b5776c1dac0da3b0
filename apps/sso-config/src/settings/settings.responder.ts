import { GetSettings, ListChangedSettings as ChangedSince, type TenantSettings } from '@portico/contracts';
import { Answers } from '@portico/messaging';
import { Controller } from '@nestjs/common';
import { ListChangedSettings } from './list-changed-settings.js';
import { ReadSettings } from './read-settings.js';

/** Answers the broker, which keeps a projection of every tenant's settings. */
@Controller()
export class SettingsResponder {
  constructor(
    private readonly read: ReadSettings,
    private readonly listChanged: ListChangedSettings,
  ) {}

  @Answers(GetSettings)
  async getSettings(question: { tenantId: string }): Promise<{ settings: TenantSettings | null }> {
    return { settings: await this.read.run(question) };
  }

  @Answers(ChangedSince)
  async changedSince(question: {
    cursor?: string;
  }): Promise<{ tenants: TenantSettings[]; cursor: string; more: boolean }> {
    return await this.listChanged.run(question);
  }
}
