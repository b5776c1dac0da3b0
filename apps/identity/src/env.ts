import {
  DatabaseEnvironment,
  MigrationEnvironment,
  NatsEnvironment,
  readEnvironment,
  ServiceEnvironment,
} from '@portico/service-kit';
import type { z } from 'zod';

const Environment = ServiceEnvironment.extend(DatabaseEnvironment.shape).extend(NatsEnvironment.shape);
export type Environment = z.infer<typeof Environment>;

export const readServiceEnvironment = (): Environment => readEnvironment(Environment, process.env);

export const readMigrationEnvironment = (): MigrationEnvironment =>
  readEnvironment(MigrationEnvironment, process.env);
