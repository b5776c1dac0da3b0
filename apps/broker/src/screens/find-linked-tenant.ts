import { AppError, Slug } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { Admission } from '../settings/decision.rules.js';
import { FindTenantByHandle } from '../settings/find-tenant-by-handle.js';
import { LimitAttempts } from '../throttle/limit-attempts.js';
import { PACE_MS, refuseAfter } from '../throttle/pace.js';
import { chooseWays, type KnownTenant } from './ways.rules.js';

/**
 * The tenant of an organisation's own link.
 * Refuses `sso_not_found` alike, also in time, for an unknown slug and for a tenant that has no connection on.
 */
@Injectable()
export class FindLinkedTenant {
  constructor(
    private readonly limitAttempts: LimitAttempts,
    private readonly findTenantByHandle: FindTenantByHandle,
  ) {}

  async run(slug: string, application: Admission, ip: string | undefined): Promise<KnownTenant> {
    await this.limitAttempts.run(ip, 'sso_email');
    return await refuseAfter(PACE_MS.sso, async () => await this.find(slug, application));
  }

  private async find(slug: string, application: Admission): Promise<KnownTenant> {
    const known = Slug.safeParse(slug).success && (await this.findTenantByHandle.run([`slug:${slug}`]));
    if (!known) throw new AppError('sso_not_found');
    const offered = chooseWays([{ known }], application);
    if (offered.outcome === 'refused') throw new AppError(offered.code);
    return { known };
  }
}
