import { Connection, type Principal, RevisionList } from '@portico/contracts';
import { AccessTokenGuard, Bearer, NeedsScope, Operation } from '@portico/service-kit';
import { Controller, Get, HttpCode, Inject, Param, Post, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { PlatformReadGuard } from '../audit/platform-read.guard.js';
import { PUBLIC_URL } from '../env.js';
import { BreakGlassGuard } from './break-glass.guard.js';
import { readConnectionId, toConnection } from './connection.rules.js';
import { toEntityTag } from './entity-tag.rules.js';
import { GoLive } from './go-live.js';
import { ListRevisions } from './list-revisions.js';
import { RestoreRevision } from './restore-revision.js';
import { readRevision } from './revision.rules.js';

interface RevisionPath {
  tenantId: string;
  connectionId: string;
  revision: string;
}

const readPath = ({
  tenantId,
  connectionId,
  revision,
}: RevisionPath): { key: { tenantId: string; id: string }; revision: number } => ({
  key: { tenantId, id: readConnectionId(connectionId) },
  revision: readRevision(revision),
});

@Controller('v1/tenants/:tenantId/connections/:connectionId/revisions')
@UseGuards(AccessTokenGuard, PlatformReadGuard, BreakGlassGuard)
export class ConnectionRevisionsController {
  constructor(
    private readonly list: ListRevisions,
    private readonly restore: RestoreRevision,
    private readonly goLive: GoLive,
    @Inject(PUBLIC_URL) private readonly publicUrl: string,
  ) {}

  @Get()
  @Operation('listConnectionRevisions', {
    summary: 'The newest 100 revisions, newest first, each with what it changed; a secret only by its name.',
    answers: RevisionList,
  })
  @NeedsScope('sso:read')
  async get(@Param('tenantId') tenantId: string, @Param('connectionId') id: string): Promise<RevisionList> {
    return { revisions: await this.list.run({ tenantId, id: readConnectionId(id) }) };
  }

  @Post(':revision/restore')
  @Operation('restoreConnectionRevision', {
    summary: 'Saves the values of an older revision, its secret included, as a new one.',
    description:
      'Live at once while the connection is off, else pending. Where the issuer or the client id differs from the ' +
      'newest revision, the secret has to be entered with the values again. Bringing the shared callback back needs ' +
      'a machine of the platform with `sso:seed`.',
    answers: Connection,
    refuses: ['client_secret_required', 'connection_not_ready', 'break_glass_closed'],
    gives: ['ETag'],
  })
  @HttpCode(200)
  @NeedsScope('sso:write', 'sso:mend')
  async postRestore(
    @Param() path: RevisionPath,
    @Bearer() bearer: Principal,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Connection> {
    return this.answer(response, await this.restore.run({ ...readPath(path), bearer }));
  }

  @Post(':revision/go-live')
  @Operation('putConnectionRevisionLive', {
    summary: 'Puts the pending revision into use without a test.',
    description:
      'Refused for a revision that another has replaced, and while the connection is enforced, except to a machine ' +
      'of the platform with `sso:seed`.',
    answers: Connection,
    refuses: ['revision_conflict', 'revision_untested', 'recovery_limited', 'break_glass_closed'],
    gives: ['ETag'],
  })
  @HttpCode(200)
  @NeedsScope('sso:write', 'sso:mend')
  async postGoLive(
    @Param() path: RevisionPath,
    @Bearer() bearer: Principal,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Connection> {
    return this.answer(response, await this.goLive.run({ ...readPath(path), bearer }));
  }

  private answer(response: Response, row: Parameters<typeof toConnection>[0]): Connection {
    response.setHeader('ETag', toEntityTag(row));
    return toConnection(row, this.publicUrl);
  }
}
