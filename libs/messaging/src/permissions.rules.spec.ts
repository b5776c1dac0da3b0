import { FACTS_SUBJECTS, PARTICIPANTS, type ServiceName } from '@portico/contracts';
import { permissionsOf, permissionsOfMigration, permissionsOfSubscriber } from './permissions.rules.js';
import { natsServerConfig } from './server-config.rules.js';

const services = Object.keys(PARTICIPANTS) as ServiceName[];
const everybody = [
  ...services.map(permissionsOf),
  permissionsOfMigration(),
  permissionsOfSubscriber('auditor', ['auditor--login-completed']),
];

describe('permissions', () => {
  it('I02 give nobody a wildcard over the JetStream API, facts, questions or inboxes', () => {
    const wide = /^(>|\*|\$JS\.>|\$JS\.API\.>|\$JS\.API\.STREAM\.>|ask\.>|_INBOX\.>|_INBOX.*\*)|\$SYS/;
    const given = everybody.flatMap(({ publish, subscribe }) => [...publish, ...subscribe]);
    expect(given.filter((subject) => wide.test(subject) || FACTS_SUBJECTS.includes(subject))).toEqual([]);
  });

  it('I02 let each fact be published by one service only', () => {
    const facts = services.flatMap((service) => PARTICIPANTS[service].publishes.map(({ type }) => type));
    expect(new Set(facts).size).toBe(facts.length);
  });

  it('let every question be answered by the service that it names', () => {
    for (const service of services)
      for (const { subject } of PARTICIPANTS[service].answers) expect(subject).toMatch(`ask.${service}.`);
  });

  it('let only those answer who are asked', () => {
    expect(services.map((service) => permissionsOf(service).allowResponses)).toEqual([true, true, true]);
    expect(permissionsOfMigration().allowResponses).toBeUndefined();
  });
});

describe(natsServerConfig.name, () => {
  const place = { host: '127.0.0.1', port: 4222, storeDir: '/var/lib/na "ts' };
  const user = { name: 'x\n}', publicKey: 'UA', permissions: { publish: [], subscribe: ['_INBOX_x.>'] } };

  it('I01 refuses to be made without a key', () => {
    expect(() => natsServerConfig({ ...place, users: [] })).toThrow('at least one key');
  });

  it('I01 never names a user for those without a key', () => {
    expect(natsServerConfig({ ...place, users: [user] })).not.toContain('no_auth_user');
  });

  it('denies everything where nothing is allowed', () => {
    expect(natsServerConfig({ ...place, users: [user] })).toContain('publish: { deny: [">"] }');
  });

  it('quotes what it is given', () => {
    const text = natsServerConfig({ ...place, users: [user] });
    expect(text).toContain('store_dir: "/var/lib/na \\"ts"');
    expect(text).toContain('# x\n');
  });
});
