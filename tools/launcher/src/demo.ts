// What the demo is made of, for whoever brings a house up in another way than `npm start`.
export { startDnsServer } from './dns-server.ts';
export { keep, writeSecret } from './folders.ts';
export { portPlan } from './ports.ts';
export { seed, type SeedFacts } from './seed.ts';
export { DEMO_TENANTS, type DemoTenant } from './seed-data.ts';
