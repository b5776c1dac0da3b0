export {
  AccessTokenGuard,
  type AuthorizedRequest,
  Bearer,
  NeedsScope,
  TokenVerifier,
  WithoutToken,
} from './access-token.guard.js';
export { hasScope } from './access.rules.js';
export { Database } from './database.js';
export type { Queries, SwiftQueries } from './database-flight.js';
export { DatabaseModule } from './database.module.js';
export {
  DatabaseEnvironment,
  DEMO_KEY_REFUSED,
  EnvironmentError,
  FileText,
  isSerious,
  MigrationEnvironment,
  NatsEnvironment,
  readEnvironment,
  ServiceEnvironment,
  WorkerEnvironment,
} from './environment.js';
export { counter, type DescribedFigure, describeFigures, gauge, histogram } from './figures.js';
export { type Check, HealthChecks } from './health.js';
export { IdempotencyModule } from './idempotency/idempotency.module.js';
export { AnswerSeal } from './idempotency/idempotency-keys.js';
export { idempotencyTable } from './idempotency/idempotency-table.js';
export { SweepIdempotencyKeys } from './idempotency/sweep-idempotency-keys.js';
export { newId } from './ids.js';
export { nameRoute } from './metrics.js';
export { type Migration, migrateAsOwner, migrateDatabase, roleOf } from './migrate-database.js';
export { MigrationRefusal, runMigrationJob } from './migration-refusal.js';
export { logRefusal, toProblem } from './problem.filter.js';
export { type ApiFacts, describeApi, type OpenApiDocument } from './openapi/describe-api.js';
export { Operation } from './openapi/operation.js';
export { RepeatsEvery } from './repeated-work.js';
export { grantRows, tenantPolicy } from './row-level-security.js';
export { ServiceModule } from './service.module.js';
export { type Service, startService } from './start-service.js';
export { startWorker, type Worker } from './start-worker.js';
export { traceCookieOf } from './login-trace.rules.js';
export {
  currentTraceId,
  currentTraceparent,
  isTraced,
  runInSpan,
  runWithTrace,
  type SpanFacts,
  withoutTelling,
} from './trace.js';
export { toAppError, toFieldFaults } from './unknown-errors.rules.js';
