import { InspectIssuer, type Provider } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { Injectable } from '@nestjs/common';

/** What stands behind Discovery URLs, as the broker sees it: this service itself reaches nothing outside. */
@Injectable()
export class Issuers {
  constructor(private readonly ask: Ask) {}

  /** The issuer that a Discovery URL leads to. Refuses with a `discovery_*` code. */
  async find(provider: Provider, discoveryUrl: string): Promise<string> {
    const { issuer } = await this.ask.to(InspectIssuer, { provider, discoveryUrl });
    return issuer;
  }

  /** Refuses with `google_not_configured` where the deployment has no Google client, or as `find` does. */
  async checkGoogle(): Promise<void> {
    await this.ask.to(InspectIssuer, { provider: 'google' });
  }
}
