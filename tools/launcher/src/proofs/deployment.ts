import type { Proof } from './proof.ts';

const kit = 'libs/service-kit/src';
const migration = `${kit}/migrate-database`;
const stop = `${kit}/stop-on-signal`;

/** What an upgrade must not touch, and how a replica goes. */
export const DEPLOYMENT: Proof[] = [
  {
    defence: 'a service does not own the tables that it is walled in by',
    file: `${kit}/migrate-database.ts`,
    text: 'if (roleOf(ownerUrl) === roleOf(runtimeUrl))',
    replacement: 'if (ownerUrl === undefined)',
    tests: migration,
    name: 'refuses one role for both',
  },
  {
    defence: 'a database of a newer release, or of another service, is left alone',
    file: `${kit}/migrate-database.ts`,
    text: 'checkRecord(before, knownTo(source), databaseOf(ownerUrl));',
    replacement: 'void checkRecord;',
    tests: migration,
    name: 'refuses a database that a newer release has migrated',
  },
  {
    defence: 'nothing stays of a migration that fails half way',
    file: `${kit}/migrate-database.ts`,
    text: "migrationsTransactionMode: 'each'",
    replacement: "migrationsTransactionMode: 'none'",
    tests: migration,
    name: 'leaves nothing of a migration that fails half way',
  },
  {
    defence: 'a migration does not hold up whoever uses a table',
    file: `${kit}/migrate-database.ts`,
    text: 'options: `-c lock_timeout=${LOCK_TIMEOUT_MS}`',
    replacement: "options: ''",
    tests: migration,
    name: 'lets others pass',
  },
  {
    defence: 'a replica that is to end says so before it stops listening',
    file: `${stop}.ts`,
    text: 'app.get(HealthChecks).stop();',
    replacement: '',
    tests: stop,
    name: 'F23 is not ready at once',
  },
  {
    defence: 'a connection that says nothing does not hold a replica',
    file: `${stop}.ts`,
    text: 'if (socket.bytesRead === 0) socket.destroy();',
    replacement: 'void socket;',
    tests: stop,
    name: 'F23 does not wait for a connection that has said nothing',
  },
  {
    defence: 'an answer that never comes does not hold a replica',
    file: `${stop}.ts`,
    text: 'server?.closeAllConnections()',
    replacement: 'undefined',
    tests: stop,
    name: 'F23 breaks an answer that never comes off',
  },
];
