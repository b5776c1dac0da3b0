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
import { PUBLIC_URL } from '../env.js';
import { readConnectionId, readIfMatch, toConnection } from './connection.rules.js';
import { CreateConnection } from './create-connection.js';
import { ReadConnection } from './read-connection.js';
import { RemoveConnection } from './remove-connection.js';
import { SaveConnection } from './save-connection.js';

const DISCOVERY_CODES = [
  'discovery_url_malformed',
  'discovery_url_insecure',
  'discovery_url_private',
  'discovery_unreachable',
  'discovery_not_openid',
  'discovery_issuer_mismatch',
] as const;

/** Every answer with a connection carries `ETag: "<revision>"`, which `PATCH` wants back as `If-Match`. */
@Controller('v1/tenants/:tenantId/connections')
@UseGuards(AccessTokenGuard)
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
    refuses: ['connection_limit_reached'],
    gives: ['ETag'],
  })
  @NeedsScope('sso:write')
  async post(
    @Param('tenantId') tenantId: string,
    @Body({ schema: NewConnection }) connection: NewConnection,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Connection> {
    return answerWithTag(
      response,
      toConnection(await this.create.run({ tenantId, connection }), this.publicUrl),
    );
  }

  @Get(':id')
  @Operation('getConnection', { summary: 'One connection.', answers: Connection, gives: ['ETag'] })
  @NeedsScope('sso:read')
  async get(
    @Param('tenantId') tenantId: string,
    @Param('id') id: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Connection> {
    const row = await this.read.run({ tenantId, id: readConnectionId(id) });
    return answerWithTag(response, toConnection(row, this.publicUrl));
  }

  @Patch(':id')
  @Operation('changeConnection', {
    summary: 'Saves values of a connection; a changed issuer or client id wants the secret again.',
    answers: Connection,
    refuses: ['client_secret_required', ...DISCOVERY_CODES],
    gives: ['ETag'],
  })
  @NeedsScope('sso:write')
  async patch(
    @Param() { tenantId, id }: { tenantId: string; id: string },
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: UpdateConnection }) wanted: UpdateConnection,
    @Bearer() bearer: Principal,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Connection> {
    const key = { tenantId, id: readConnectionId(id), revision: readIfMatch(ifMatch) };
    return answerWithTag(
      response,
      toConnection(await this.save.run({ ...key, wanted, bearer }), this.publicUrl),
    );
  }

  @Delete(':id')
  @Operation('removeConnection', { summary: 'Removes a connection that is off.', refuses: ['connection_on'] })
  @HttpCode(204)
  @NeedsScope('sso:write')
  async delete(@Param('tenantId') tenantId: string, @Param('id') id: string): Promise<void> {
    await this.remove.run({ tenantId, id: readConnectionId(id) });
  }
}

const answerWithTag = (response: Response, connection: Connection): Connection => {
  response.setHeader('ETag', `"${String(connection.revision)}"`);
  return connection;
};
