import { InspectIssuer, type Provider } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';

/** What stands behind Discovery URLs, as the broker sees it: this service itself reaches nothing outside. */
@Injectable()
export class Issuers {
  constructor(private readonly ask: Ask) {}

  /** What a Discovery URL leads to; Google's is the deployment's. Refuses with a `discovery_*` code. */
  async inspect(provider: Provider, discoveryUrl?: string): Promise<z.infer<typeof InspectIssuer.reply>> {
    return await this.ask.to(InspectIssuer, { provider, discoveryUrl });
  }

  /** The issuer that a Discovery URL leads to. Refuses as `inspect` does. */
  async find(provider: Provider, discoveryUrl: string): Promise<string> {
    return (await this.inspect(provider, discoveryUrl)).issuer;
  }

  /** Refuses with `google_not_configured` where the deployment has no Google client, or as `inspect` does. */
  async checkGoogle(): Promise<void> {
    await this.inspect('google');
  }
}
