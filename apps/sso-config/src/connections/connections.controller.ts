import {
  Connection,
  CreateConnection as NewConnection,
  type Principal,
  UpdateConnection,
} from '@portico/contracts';
import { AccessTokenGuard, Bearer, NeedsScope, Operation } from '@portico/service-kit';
import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Inject,
  Param,
  Patch,
  Post,
  Res,
  UseGuards,
} from '@nestjs/common';
import type { Response } from 'express';
import { PlatformReadGuard } from '../audit/platform-read.guard.js';
import { PUBLIC_URL } from '../env.js';
import { BreakGlassGuard } from './break-glass.guard.js';
import { readConnectionId, toConnection } from './connection.rules.js';
import { DISCOVERY_CODES } from './discovery-codes.rules.js';
import { CreateConnection } from './create-connection.js';
import { readIfMatch, toEntityTag } from './entity-tag.rules.js';
import { ReadConnection } from './read-connection.js';
import { RemoveConnection } from './remove-connection.js';
import { SaveConnection } from './save-connection.js';

/** Every answer with a connection carries `ETag: "<newest revision>"`, which `PATCH` wants back as `If-Match`. */
@Controller('v1/tenants/:tenantId/connections')
@UseGuards(AccessTokenGuard, PlatformReadGuard, BreakGlassGuard)
export class ConnectionsController {
  constructor(
    private readonly create: CreateConnection,
    private readonly read: ReadConnection,
    private readonly save: SaveConnection,
    private readonly remove: RemoveConnection,
    @Inject(PUBLIC_URL) private readonly publicUrl: string,
  ) {}

  @Post()
  @Operation('addConnection', {
    summary: 'Adds a draft: off, revision 0, with its redirect URI.',
    answers: Connection,
    description:
      'A Google connection is complete at once, with revision 1: it uses the client of the platform and the shared ' +
      'redirect URI. `oidc` is refused until support has switched it on for the tenant.',
    refuses: ['connection_limit_reached', 'unlisted_provider_off', 'break_glass_closed'],
    gives: ['ETag'],
  })
  @NeedsScope('sso:write')
  async post(
    @Param('tenantId') tenantId: string,
    @Body({ schema: NewConnection }) connection: NewConnection,
    @Bearer() bearer: Principal,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Connection> {
    return this.answer(response, await this.create.run({ tenantId, connection, bearer }));
  }

  @Get(':connectionId')
  @Operation('getConnection', { summary: 'One connection.', answers: Connection, gives: ['ETag'] })
  @NeedsScope('sso:read', 'sso:set-up')
  async get(
    @Param('tenantId') tenantId: string,
    @Param('connectionId') id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Connection> {
    return this.answer(response, await this.read.run({ tenantId, id: readConnectionId(id) }));
  }

  @Patch(':connectionId')
  @Operation('changeConnection', {
    summary: 'Saves values of a connection; a changed issuer or client id wants the secret again.',
    description:
      'Takes `If-Match` with the newest revision. Values are live at once while the connection is off; on one that is ' +
      'on they wait as its pending revision, and a further save changes those. A name, and `secretExpiresAt` alone, ' +
      'make no revision; a new secret without `secretExpiresAt` has none. The e-mail claim is `email` until another is ' +
      'chosen: at Azure, `preferred_username` finds the many work accounts without `email`, for a single-tenant ' +
      'issuer. Scopes have to contain `openid`. The shared callback needs a machine of the platform with `sso:seed`. ' +
      'A Google connection has no client, no secret, no Discovery URL and no other callback. Known mistakes are ' +
      'refused each with an explanation and, where it can be computed, the corrected value. A set-up link saves what ' +
      'is read off the provider: client, secret, Discovery URL, scopes, e-mail claim, Method, token authentication.',
    answers: Connection,
    refuses: [
      'client_secret_required',
      'connection_values_invalid',
      'connection_not_ready',
      'break_glass_closed',
      ...DISCOVERY_CODES,
    ],
    gives: ['ETag'],
  })
  @NeedsScope('sso:write', 'sso:mend', 'sso:set-up')
  async patch(
    @Param() { tenantId, connectionId }: { tenantId: string; connectionId: string },
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: UpdateConnection }) wanted: UpdateConnection,
    @Bearer() bearer: Principal,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Connection> {
    const key = { tenantId, id: readConnectionId(connectionId), revision: readIfMatch(ifMatch) };
    return this.answer(response, await this.save.run({ ...key, wanted, bearer }));
  }

  @Delete(':connectionId')
  @Operation('removeConnection', {
    summary: 'Removes a connection that is off, with every revision.',
    refuses: ['connection_on', 'break_glass_closed'],
  })
  @HttpCode(204)
  @NeedsScope('sso:write')
  async delete(
    @Param('tenantId') tenantId: string,
    @Param('connectionId') id: string,
    @Bearer() bearer: Principal,
  ): Promise<void> {
    await this.remove.run({ key: { tenantId, id: readConnectionId(id) }, bearer });
  }

  private answer(response: Response, row: Parameters<typeof toConnection>[0]): Connection {
    response.setHeader('ETag', toEntityTag(row));
    return toConnection(row, this.publicUrl);
  }
}
