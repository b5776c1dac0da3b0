export { needs } from './needs.js';
export { answerChecker, type DescribedApi, type ReceivedAnswer } from './described-answers.js';
export { freePort, type NatsPlace, startNats, type TestNats } from './nats.js';
export { type DnsAnswer, startDns, type TestDns } from './dns.js';
export { startPostgresDatabase, type TestDatabase } from './postgres.js';
export {
  HostileIdp,
  type HostileEndpoint,
  type HostileRequest,
  type Lie,
  startHostileIdp,
  type TokenDraft,
} from './hostile-idp.js';
export { type Canary, startCanary } from './hostile-idp-canary.js';
export { HostileKeys } from './hostile-idp-keys.js';
export { type Reply } from './hostile-idp-replies.js';
export {
  aConnectionTo,
  CONNECTION_ID,
  loginAt,
  type LoginHalves,
  REDIRECT_URI,
  TENANT_ID,
} from './hostile-idp-login.js';
export { inspectSchema, type SchemaFindings } from './schema.js';
export { type MailServer, type ReceivedMail, startMailServer } from './mail-server.js';
export {
  keepData,
  type KeptData,
  type KeptDatabase,
  lostFrom,
  packKept,
  readKept,
  startKeptDatabase,
} from './kept-data.js';
