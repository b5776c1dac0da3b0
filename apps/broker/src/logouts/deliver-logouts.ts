import { Pulse } from '@portico/messaging';
import { counter, Database } from '@portico/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import { Applications, type Reception } from './applications.client.js';
import { type LogoutDelivery, LogoutDeliveryStore } from './logout-delivery.store.js';
import { namesAtRest, nextRests, type Rests } from './rests.rules.js';

const TENANTS_AT_ONCE = 16;
const MOST_AT_ONCE = 128;

interface Round {
  delivery: LogoutDelivery;
  reception: Reception;
}

const receptions = counter({
  name: 'portico_logout_tokens_total',
  help: 'Logout tokens to applications: accepted, refused (and tried again), given_up',
  labels: { outcome: ['accepted', 'refused', 'given_up'] },
});

/**
 * Tells applications that sessions have ended, until each has accepted it or has had a day for that. Runs in every
 * replica, at once after a session has ended in its own and else every two seconds; what one has taken, the others
 * pass by, and what it took when it died they take after a minute.
 */
@Injectable()
export class DeliverLogouts {
  private readonly logger = new Logger(DeliverLogouts.name);
  private rests: Rests = new Map();
  private readonly pulse = new Pulse(() => this.run(), {
    shortestMs: 50,
    longestMs: 2000,
    failed: (error) => this.logger.warn({ err: error }, 'logout tokens have to wait'),
  });

  constructor(
    private readonly database: Database,
    private readonly deliveries: LogoutDeliveryStore,
    private readonly applications: Applications,
  ) {}

  onApplicationBootstrap(): void {
    this.deliveries.onAdded(() => this.pulse.nudge());
    this.pulse.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.pulse.stop();
  }

  /** One round; true if more may be due. */
  async run(): Promise<boolean> {
    const atRest = namesAtRest(this.rests, performance.now());
    const tenantIds = await this.database.atOnceAcrossTenants(
      async (tx) => await this.deliveries.listDueTenants(tx, atRest, TENANTS_AT_ONCE),
    );
    const limit = Math.ceil(MOST_AT_ONCE / Math.max(tenantIds.length, 1));
    const rounds = await Promise.all(
      tenantIds.map(async (tenantId) => await this.deliverOf(tenantId, { atRest, limit })),
    );
    this.rests = nextRests(this.rests, rounds.flat().map(toHeard), performance.now());
    return rounds.some((round) => round.length === limit) || tenantIds.length === TENANTS_AT_ONCE;
  }

  private async deliverOf(
    tenantId: string,
    which: { atRest: readonly string[]; limit: number },
  ): Promise<Round[]> {
    const taken = await this.database.atOnceInTenant(
      tenantId,
      async (tx) => await this.deliveries.take(tx, tenantId, which),
    );
    const round = await Promise.all(
      taken.map(async (delivery) => ({ delivery, reception: await this.applications.tell(delivery) })),
    );
    for (const { reception } of round) receptions.inc({ outcome: reception.outcome });
    if (round.length > 0) await this.settle(tenantId, round);
    return round;
  }

  private async settle(tenantId: string, round: Round[]): Promise<void> {
    const results = round.map(({ delivery, reception }) => ({
      id: delivery.id,
      fault: reception.outcome === 'refused' ? reception.fault : null,
    }));
    const givenUp = await this.database.atOnceInTenant(
      tenantId,
      async (tx) => await this.deliveries.settle(tx, tenantId, results),
    );
    receptions.inc({ outcome: 'given_up' }, givenUp.length);
    for (const delivery of givenUp)
      this.logger.error({ tenantId, ...delivery }, 'a logout token was given up after a day');
  }
}

const toHeard = ({ delivery, reception }: Round): { applicationId: string; timedOut: boolean } => ({
  applicationId: delivery.applicationId,
  timedOut: reception.outcome === 'refused' && reception.timedOut,
});
