import { AppError } from '@portico/contracts';
import { readEmail } from '@portico/policy';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { BrowserCookies } from '../browser/browser-cookies.js';
import { REMEMBERED_CHOICE } from '../browser/cookie-kinds.js';
import type { Interaction } from '../interactions/interactions.client.js';
import { FindSettings } from '../settings/find-settings.js';
import { chooseNextStep, type NextStep } from './next-step.rules.js';

/** The last single sign-on of a browser as it stands now. */
export interface Remembered {
  step: NextStep;
  email?: string;
}

/** What this browser chose the last time; undefined where nothing is remembered or the application hints at another. */
@Injectable()
export class FindRemembered {
  constructor(
    private readonly cookies: BrowserCookies,
    private readonly findSettings: FindSettings,
  ) {}

  async run({ application, loginHint }: Interaction, request: Request): Promise<Remembered | undefined> {
    const remembered = await this.cookies.read(request, REMEMBERED_CHOICE);
    if (!remembered || !isHintedAt(remembered.email, loginHint)) return undefined;
    const { tenantId, connectionId, email } = remembered;
    try {
      const tenant = { known: await this.findSettings.run(tenantId) };
      return { step: chooseNextStep([tenant], application, { connectionId }), email };
    } catch (error) {
      // It is a convenience: without it the screens ask.
      if (error instanceof AppError) return undefined;
      throw error;
    }
  }
}

const isHintedAt = (email: string | undefined, hint: string | undefined): boolean =>
  hint === undefined || readEmail(hint)?.normal === readEmail(email)?.normal;
