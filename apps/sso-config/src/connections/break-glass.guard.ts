import { AppError } from '@portico/contracts';
import type { AuthorizedRequest } from '@portico/service-kit';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { isPlatformPerson } from '../audit/audit.rules.js';
import { FindBreakGlass } from '../support/find-break-glass.js';

/**
 * After the access token: a person of the platform changes nothing of a tenant's connections unless a break-glass of
 * their own is open (`break_glass_closed`). Whoever only looks needs none.
 */
@Injectable()
export class BreakGlassGuard implements CanActivate {
  constructor(private readonly find: FindBreakGlass) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { method, principal, params } = context.switchToHttp().getRequest<AuthorizedRequest>();
    const tenantId = String(params['tenantId']);
    if (method === 'GET' || !principal || !isPlatformPerson(principal, tenantId)) return true;
    if (!(await this.find.run({ tenantId, userId: principal.subject })))
      throw new AppError('break_glass_closed');
    return true;
  }
}
