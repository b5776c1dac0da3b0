import { AppError } from '@portico/contracts';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { ENVIRONMENT, type Environment } from '../env.js';
import { isSameOrigin } from './same-origin.rules.js';

/** These change nothing, and no other site can read what they answer. */
const SAFE = new Set(['GET', 'HEAD']);

/** Refuses what another site sends on behalf of the user (`cross_site_request`). */
@Injectable()
export class SameOriginGuard implements CanActivate {
  constructor(@Inject(ENVIRONMENT) private readonly environment: Environment) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    if (SAFE.has(request.method)) return true;
    const from = { secFetchSite: request.get('sec-fetch-site'), origin: request.get('origin') };
    if (!isSameOrigin(from, this.environment.PORTICO_DASHBOARD_URL))
      throw new AppError('cross_site_request', { detail: `from ${from.secFetchSite ?? from.origin ?? '?'}` });
    return true;
  }
}
