import { jest } from '@jest/globals';
import {
  type EventContract,
  type Fact,
  SessionRecoveryStarted,
  type SsoBreakGlassOpened,
  type SsoDomainEndangered,
} from '@portico/contracts';
import { fact } from '@portico/messaging';
import { Database, newId } from '@portico/service-kit';
import type { EntityManager } from 'typeorm';
import { type IdentityHouse, SEED, startIdentityHouse } from '../identity-house.fixture.js';
import { NoticesConsumer } from './notices.consumer.js';

jest.setTimeout(30_000);

describe('what every administrator is told by mail', () => {
  let house: IdentityHouse;
  let acme: string;

  beforeAll(async () => {
    house = await startIdentityHouse();
  }, 60_000);
  afterAll(async () => {
    await house.stop();
  });
  beforeEach(() => {
    acme = newId();
  });

  const add = async (roles: string[], tenantId = acme): Promise<{ id: string; email: string }> => {
    const email = `scout-${newId()}@acme.example`;
    const body = { email, name: 'Scout <b>Finch</b>', roles };
    return (await house.http('POST', `/v1/tenants/${tenantId}/users`, SEED, body)).body as never;
  };
  const patch = async ({ id }: { id: string }, body: object): Promise<void> => {
    await house.http('PATCH', `/v1/tenants/${acme}/users/${id}`, SEED, body);
  };
  const hear = async (
    take: (consumer: NoticesConsumer, tx: EntityManager) => Promise<void>,
  ): Promise<void> => {
    await house.app
      .get(Database)
      .inTenant(acme, async (tx) => await take(house.app.get(NoticesConsumer), tx));
  };
  /** A fact as the consumer gets it. */
  const heard = <E extends EventContract>(data: object): Fact<E> => ({ tenantId: acme, data }) as Fact<E>;
  const until = async (): Promise<void> => {
    for (let attempt = 0; attempt < 200; attempt++) {
      const rows = await house.superuser.query<unknown[]>('SELECT FROM mail WHERE tenant_id = $1', [acme]);
      if (rows.length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('mails are still waiting');
  };

  it('is each recovery sign-in, once, to active administrators of the company and nobody else', async () => {
    const [one, two] = [await add(['tenant_admin']), await add(['member', 'tenant_admin'])];
    const others = [await add(['member']), await add(['tenant_admin'], newId()), await add(['tenant_admin'])];
    await patch(others[2] ?? one, { status: 'deactivated' });
    const data = {
      sessionId: 'Qy5X0nGQbZ0',
      userId: one.id,
      reference: 'OTTER-2719',
      endsAt: '2026-11-23T08:30:00.000Z',
    };
    await house.publish(fact(SessionRecoveryStarted, { tenantId: acme, subject: one.id, data }));
    for (const { email } of [one, two]) {
      const [letter, ...more] = await house.mail.mailsTo(email);
      expect(more).toEqual([]);
      expect(letter?.headers['subject']).toBe('Somebody signed in with a recovery code');
      for (const said of [one.email, 'OTTER-2719', '23 November 2026 at 08:30 UTC']) {
        expect(letter?.text).toContain(said);
        expect(letter?.html).toContain(said);
      }
    }
    await until();
    for (const { email } of others)
      expect(house.mail.mails.filter(({ to }) => to.includes(email))).toEqual([]);
  });

  it('is a break-glass with the operator’s reason, on one line and without markup', async () => {
    const admin = await add(['tenant_admin']);
    const reason = 'Ticket 4711\n\n<a href="https://evil.example.com">look</a>';
    const data = { breakGlassId: newId(), reason, requestedBy: newId(), approvedBy: newId() };
    await hear(async (consumer, tx) => {
      await consumer.breakGlass(
        heard<typeof SsoBreakGlassOpened>({ ...data, openUntil: '2026-11-23T08:30:00.000Z' }),
        tx,
      );
    });
    const [letter] = await house.mail.mailsTo(admin.email);
    expect(letter?.text).toContain('\n    Ticket 4711 <a href="https://evil.example.com">look</a>\n');
    expect(letter?.html).not.toContain('<a href');
    expect(letter?.html).toContain('23 November 2026 at 08:30 UTC');
  });

  it('is a domain whose record is gone, and until when to put it back', async () => {
    const admin = await add(['tenant_admin']);
    const data = {
      domain: 'acme.example',
      missingSince: '2026-11-23T08:00:00.000Z',
      provedUntil: '2026-11-30T08:00:00.000Z',
    };
    await hear(async (consumer, tx) => {
      await consumer.domain(heard<typeof SsoDomainEndangered>(data), tx);
    });
    const [letter] = await house.mail.mailsTo(admin.email);
    for (const said of ['acme.example', '23 November 2026', '30 November 2026']) {
      expect(letter?.text).toContain(said);
      expect(letter?.html).toContain(said);
    }
  });

  it('is not sent to somebody who lost the role in between', async () => {
    const admin = await add(['tenant_admin']);
    await hear(async (consumer, tx) => {
      await consumer.domain(
        heard<typeof SsoDomainEndangered>({
          domain: 'acme.example',
          missingSince: '2026-11-23T08:00:00.000Z',
          provedUntil: '2026-11-30T08:00:00.000Z',
        }),
        tx,
      );
      await tx.query(`UPDATE app_user SET roles = '{member}' WHERE tenant_id = $1 AND id = $2`, [
        acme,
        admin.id,
      ]);
    });
    await until();
    expect(house.mail.mails.filter(({ to }) => to.includes(admin.email))).toEqual([]);
  });
});
