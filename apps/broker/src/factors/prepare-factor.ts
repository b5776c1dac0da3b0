import { BeginPasskey } from '@portico/contracts';
import { Ask } from '@portico/messaging';
import { Injectable } from '@nestjs/common';
import type { FactorPage } from '../pages/factor-pages.js';
import { FactorSteps } from './factor-steps.js';

/** What the page that asks for a second factor shows; a challenge for the passkey where the person has one. */
@Injectable()
export class PrepareFactor {
  constructor(
    private readonly ask: Ask,
    private readonly steps: FactorSteps,
  ) {}

  async run(uid: string, sealed: string): Promise<FactorPage> {
    const { tenantId, userId, email, kinds } = await this.steps.open('use', uid, sealed);
    const page = { uid, step: sealed, email, takesCode: kinds.includes('totp') };
    if (!kinds.includes('passkey')) return page;
    return { ...page, passkey: await this.ask.to(BeginPasskey, { tenantId, userId, purpose: 'use' }) };
  }
}
