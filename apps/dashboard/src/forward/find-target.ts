import { AppError } from '@portico/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../env.js';
import { findTarget, type Target } from './targets.rules.js';

/** Where an address of ours leads. Refuses `not_found` for everything that the pages do not need. */
@Injectable()
export class FindTarget {
  constructor(@Inject(ENVIRONMENT) private readonly environment: Environment) {}

  run(address: string): Target {
    const target = findTarget(address, {
      'sso-config': this.environment.PORTICO_SSO_CONFIG_URL,
      identity: this.environment.PORTICO_IDENTITY_URL,
      broker: this.environment.PORTICO_BROKER_URL,
    });
    if (!target) throw new AppError('not_found', { detail: 'nothing is forwarded there' });
    return target;
  }
}
