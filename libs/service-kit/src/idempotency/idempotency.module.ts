import { type DynamicModule, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { AnswerSeal, IdempotencyKeys, WITHOUT_SEAL } from './idempotency-keys.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { SweepIdempotencyKeys } from './sweep-idempotency-keys.js';

/** Idempotency keys on every POST of the service's `/v1` API. Needs `DatabaseModule` and the `idempotencyTable`. */
@Module({})
export class IdempotencyModule {
  /** With a seal where answers may hold secrets. */
  static forRoot(seal: AnswerSeal = WITHOUT_SEAL): DynamicModule {
    return {
      module: IdempotencyModule,
      providers: [
        { provide: AnswerSeal, useValue: seal },
        IdempotencyKeys,
        SweepIdempotencyKeys,
        { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
      ],
    };
  }
}
