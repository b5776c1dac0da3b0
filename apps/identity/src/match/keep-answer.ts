import type { ResolveIdentity } from '@portico/contracts';
import type { Queries } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { LinkStore } from '../links/link.store.js';
import type { Choice } from './match.rules.js';
import { ResolutionStore } from './resolution.store.js';

/** Remembers what a login is answered, and that a link is in use from now on: both travel together, and with the end. */
@Injectable()
export class KeepAnswer {
  constructor(
    private readonly links: LinkStore,
    private readonly resolutions: ResolutionStore,
  ) {}

  async run(
    last: Queries,
    { tenantId, loginId, connectionId, identity }: z.infer<typeof ResolveIdentity.request>,
    { choice, unused }: { choice: Choice; unused: boolean },
  ): Promise<void> {
    const { issuer, subject } = identity;
    const firstUse = choice.outcome === 'linked' && unused;
    await Promise.all([
      firstUse && this.links.noteUse(last, { tenantId, connectionId, issuer, subject }),
      this.resolutions.add(last, { tenantId, loginId, reply: choice }),
    ]);
  }
}
