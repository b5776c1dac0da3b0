import { setTimeout as sleep } from 'node:timers/promises';
import { MailPasswordLinks } from '@portico/contracts';
import { Database, newId } from '@portico/service-kit';
import { type IdentityHouse, SEED, startIdentityHouse } from '../identity-house.fixture.js';
import { MailStore } from './mail.store.js';
import { SendMail } from './send-mail.js';

/** Far longer than a transaction takes, and shorter than a mail is held up. */
const LONG_MS = 600;

interface QueuedRow {
  id: string;
  attempts: number;
  wait: number;
}

describe(SendMail.name, () => {
  let house: IdentityHouse;
  let acme: string;
  let email: string;

  beforeAll(async () => {
    house = await startIdentityHouse();
  }, 60_000);
  afterAll(async () => {
    await house.stop();
  });
  beforeEach(() => {
    acme = newId();
    email = `scout-${newId()}@acme.example`;
  });

  const aUser = async (): Promise<string> => {
    const answer = await house.http('POST', `/v1/tenants/${acme}/users`, SEED, { email, name: 'Scout' });
    return answer.body.id as string;
  };
  const askFor = async (): Promise<void> => {
    await house.ask(MailPasswordLinks, { email, tenantIds: [acme] });
  };
  const queued = async (): Promise<QueuedRow[]> =>
    await house.superuser.query<QueuedRow[]>(
      `SELECT id, attempts, round(extract(epoch FROM due_at - now()))::int AS wait FROM mail WHERE tenant_id = $1`,
      [acme],
    );
  const until = async (holds: (rows: QueuedRow[]) => boolean): Promise<QueuedRow[]> => {
    for (let attempt = 0; attempt < 200; attempt++) {
      const rows = await queued();
      if (holds(rows)) return rows;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`the queue holds ${JSON.stringify(await queued())}`);
  };
  const makeDue = async (age = '0 minutes'): Promise<void> => {
    await house.superuser.query(
      `UPDATE mail SET due_at = now(), created_at = created_at - $2::interval WHERE tenant_id = $1`,
      [acme, age],
    );
    house.app.get(SendMail).nudge();
  };

  it('tries again after one minute, then two, when the server cannot take it now, and sends a link that counts', async () => {
    await aUser();
    house.mail.refuse([451, 451]);
    await askFor();
    const [first] = await until((rows) => rows[0]?.attempts === 1);
    expect(first!.wait).toBeGreaterThan(50);
    expect(first!.wait).toBeLessThanOrEqual(60);
    await makeDue();
    const [second] = await until((rows) => rows[0]?.attempts === 2);
    expect(second!.wait).toBeGreaterThan(110);
    await makeDue();
    expect(await house.mail.mailsTo(email)).toHaveLength(1);
    await until((rows) => rows.length === 0);
  });

  it('counts repeated attempts at one mail as one of the five an hour', async () => {
    await aUser();
    house.mail.refuse(Array.from({ length: 6 }, () => 451));
    await askFor();
    for (let attempt = 1; attempt <= 6; attempt++) {
      await until((rows) => rows[0]?.attempts === attempt);
      await makeDue();
    }
    expect(await house.mail.mailsTo(email)).toHaveLength(1);
  });

  it('gives up at once where the mailbox is refused for good', async () => {
    await aUser();
    house.mail.refuse([550]);
    await askFor();
    await until((rows) => rows.length > 0).catch(() => undefined);
    await until((rows) => rows.length === 0);
    expect(house.mail.mails.filter(({ to }) => to.includes(email))).toEqual([]);
  });

  it('gives up after a day', async () => {
    await aUser();
    house.mail.refuse([451]);
    await askFor();
    await until((rows) => rows[0]?.attempts === 1);
    await makeDue('25 hours');
    await until((rows) => rows.length === 0);
    expect(house.mail.mails.filter(({ to }) => to.includes(email))).toEqual([]);
  });

  it('keeps nobody waiting while the server is slow, and holds no transaction open', async () => {
    await aUser();
    const goOn = house.mail.hold();
    await askFor();
    await until((rows) => rows[0]?.attempts === 1);
    await sleep(LONG_MS);
    // What waits for the mail waits longer than a transaction that happens to be under way.
    const open = await house.superuser.query(
      `SELECT query FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'
         AND state_change < clock_timestamp() - make_interval(secs => ${String(LONG_MS / 2000)})`,
    );
    goOn();
    expect(open).toEqual([]);
    expect(await house.mail.mailsTo(email)).toHaveLength(1);
  });

  it('gives a due mail to one of ten takers at once', async () => {
    const [store, database] = [new MailStore(), house.app.get(Database)];
    await house.superuser.query(
      `INSERT INTO mail (tenant_id, job) VALUES ($1, '{"kind":"mailbox_code","loginId":"${newId()}"}')`,
      [acme],
    );
    const [mail] = await queued();
    const key = { tenantId: acme, id: mail?.id ?? newId() };
    const taken = await Promise.all(
      Array.from(
        { length: 10 },
        async () => await database.inTenant(acme, async (tx) => await store.take(tx, key)),
      ),
    );
    // Fewer than one where the service itself was faster.
    expect(taken.filter(Boolean).length).toBeLessThanOrEqual(1);
    for (const { attempts } of await queued()) expect(attempts).toBe(1);
  });

  it('A01 keeps to the tenant by the WHERE of its statements alone, on a connection without row-level security', async () => {
    const store = new MailStore();
    await house.superuser.transaction(async (tx) => {
      await store.add(tx, acme, [{ kind: 'mailbox_code', loginId: newId() }]);
      const [row] = await tx.query<[{ id: string }]>('SELECT id FROM mail WHERE tenant_id = $1', [acme]);
      const [own, foreign] = [
        { tenantId: acme, id: row.id },
        { tenantId: newId(), id: row.id },
      ];
      expect(await store.take(tx, foreign)).toBeNull();
      await store.remove(tx, foreign);
      expect(await store.take(tx, own)).toMatchObject({ ...own, attempts: 1 });
      await store.remove(tx, own);
    });
  });
});
