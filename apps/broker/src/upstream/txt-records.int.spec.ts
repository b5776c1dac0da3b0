import { AppError } from '@portico/contracts';
import { type DnsAnswer, startDns, type TestDns } from '@portico/testing';
import { DnsSettings } from './dns-settings.js';
import { TxtRecords } from './txt-records.client.js';

const NAME = '_portico.umbrella.example';

let dns: TestDns;

const find = async (
  answer: DnsAnswer,
  { servers = [dns.server], name = NAME, times = { tryMs: 100, totalMs: 1_000 } } = {},
): Promise<string[] | string> => {
  dns.answers[NAME] = answer;
  const found = new TxtRecords(new DnsSettings(servers, times)).find(name);
  return await found.catch((error: unknown) => (error instanceof AppError ? error.code : String(error)));
};

beforeAll(async () => {
  dns = await startDns();
});
beforeEach(() => {
  dns.asked = [];
});
afterAll(async () => {
  await dns.close();
});

describe(TxtRecords.name, () => {
  it.each<DnsAnswer>(['SERVFAIL', 'REFUSED', 'silence', 'garbage'])(
    'M03 refuses a server that answers with %s, which is no answer about the name',
    async (answer) => {
      await expect(find(answer)).resolves.toBe('dns_unavailable');
    },
  );

  it('asks a silent server twice and no more', async () => {
    await find('silence');
    expect(dns.asked).toEqual([NAME, NAME]);
  });

  it('gives up in time, however many silent servers there are', async () => {
    const others = await Promise.all([startDns(), startDns(), startDns()]);
    for (const other of others) other.answers[NAME] = 'silence';
    const servers = [dns, ...others].map(({ server }) => server);
    const started = Date.now();
    await expect(find('silence', { servers, times: { tryMs: 200, totalMs: 300 } })).resolves.toBe(
      'dns_unavailable',
    );
    expect(Date.now() - started).toBeLessThan(700);
    await Promise.all(others.map((other) => other.close()));
  });

  it('refuses where no server listens', async () => {
    const gone = await startDns();
    await gone.close();
    await expect(find([], { servers: [gone.server] })).resolves.toBe('dns_unavailable');
  });

  it.each<[string, DnsAnswer, string]>([
    ['that does not exist', 'NXDOMAIN', NAME],
    ['without a TXT record', [], NAME],
    ['that cannot be one', [['x']], 'two..dots'],
  ])('finds nothing under a name %s', async (_, answer, name) => {
    await expect(find(answer, { name })).resolves.toEqual([]);
  });

  it('joins the strings of a record, and gives each record', async () => {
    const records = [['portico=', 'abc'], ['v=spf1 -all'], ['']];
    await expect(find(records)).resolves.toEqual(['portico=abc', 'v=spf1 -all', '']);
  });

  it('S09 gives a hundred records at most', async () => {
    const many = Array.from({ length: 130 }, (_, index) => [`r${index.toString()}`]);
    const found = await find(many);
    expect(found).toHaveLength(100);
    expect(found).toEqual(many.slice(0, 100).flat());
  });

  it('goes on to the next server where the first is silent', async () => {
    const other = await startDns();
    other.answers[NAME] = [['portico=abc']];
    await expect(find('silence', { servers: [dns.server, other.server] })).resolves.toEqual(['portico=abc']);
    await other.close();
  });
});
