import { Database, RepeatsEvery } from '@portico/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import { DomainCheckStore } from './domain-check.store.js';
import { type DomainKey, DomainStore } from './domain.store.js';
import { RecheckDomain } from './recheck-domain.js';

/** So many names are looked up within a turn, and so many of them at once. */
const PAGE = 50;
const AT_ONCE = 5;

/**
 * Looks every proved domain's record up again, about once a day; the replicas share the work. What cannot be looked up
 * is left as it is, and tried again half an hour later.
 */
@Injectable()
@RepeatsEvery(60)
export class RecheckDomains {
  private readonly logger = new Logger(RecheckDomains.name);

  constructor(
    private readonly database: Database,
    private readonly domains: DomainStore,
    private readonly checks: DomainCheckStore,
    private readonly recheck: RecheckDomain,
  ) {}

  async run(): Promise<void> {
    // Across tenants: the work is nobody's in particular.
    const due = await this.database.acrossTenants((tx) => this.checks.listDue(tx, PAGE));
    const next = async (): Promise<void> => {
      for (let key = due.shift(); key; key = due.shift()) await this.check(key);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
  }

  private async check(key: DomainKey): Promise<void> {
    try {
      const domain = await this.database.inTenant(key.tenantId, async (tx) =>
        (await this.checks.take(tx, key)) ? await this.domains.get(tx, key) : null,
      );
      if (domain) await this.recheck.run(domain);
    } catch (error) {
      this.logger.warn({ err: error, domain: key.domain }, 'could not be looked up, and is tried again');
    }
  }
}
