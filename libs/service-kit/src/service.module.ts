import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import type { ServiceEnvironment } from './environment.js';
import { HealthChecks } from './health.js';
import { logging } from './logging.js';
import { ProblemFilter, schemaValidation } from './problem.filter.js';
import { RepeatWork } from './repeated-work.js';

/** What every service has: logs, health checks, problem details, validation by schema, work that it repeats. */
@Global()
@Module({})
export class ServiceModule {
  static forRoot(name: string, environment: Pick<ServiceEnvironment, 'LOG_LEVEL'>): DynamicModule {
    return {
      module: ServiceModule,
      imports: [logging(name, environment.LOG_LEVEL), DiscoveryModule],
      providers: [
        HealthChecks,
        RepeatWork,
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useFactory: schemaValidation },
      ],
      exports: [HealthChecks],
    };
  }
}
