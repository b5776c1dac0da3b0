import { join } from 'node:path';
import { seed, startDnsServer } from '@portico/launcher/demo';
import { readEnvironment } from './env.ts';
import { relay } from './relay.ts';
import { demoTenants, seedFacts } from './seed-facts.ts';

// Seeds the demo once, and answers for the domain of one of its companies from then on.
const environment = readEnvironment();
const facts = seedFacts(environment);
await Promise.all(environment.PORTICO_DEMO_RELAY.map(relay));
const dns = await startDnsServer(facts.ports.dns, facts.zoneFile);
const { tenants } = await seed(facts, demoTenants(environment));
console.log(`Demo data is there: ${Object.keys(tenants).join(', ')}.`);
console.log(`Keys of the operators' authenticator apps: ${join(facts.stateFolder, 'seeded.json')}`);
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => {
    dns.close();
    process.exit(0);
  });
