import type { AuthorizedRequest } from '@portico/service-kit';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { NotePlatformRead } from './note-platform-read.js';

/** After the access token: nobody of the platform looks at a tenant's settings untold. What they change is told itself. */
@Injectable()
export class PlatformReadGuard implements CanActivate {
  constructor(private readonly note: NotePlatformRead) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { method, principal, params } = context.switchToHttp().getRequest<AuthorizedRequest>();
    const { tenantId } = params;
    if (method === 'GET' && principal && typeof tenantId === 'string')
      await this.note.run({ tenantId, bearer: principal });
    return true;
  }
}
