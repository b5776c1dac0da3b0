import { CheckConnection, Connection, ConnectionCheck, ConnectionDraft } from '@portico/contracts';
import { AccessTokenGuard, NeedsScope, Operation } from '@portico/service-kit';
import { Body, Controller, Delete, HttpCode, Inject, Param, Post, Put, UseGuards } from '@nestjs/common';
import { PUBLIC_URL } from '../env.js';
import { BreakGlassGuard } from './break-glass.guard.js';
import { CheckValues } from './check-values.js';
import { readConnectionId, toConnection } from './connection.rules.js';
import { SaveDraft } from './save-draft.js';

@Controller('v1/tenants/:tenantId/connections/:connectionId')
@UseGuards(AccessTokenGuard, BreakGlassGuard)
export class ConnectionSetUpController {
  constructor(
    private readonly saveDraft: SaveDraft,
    private readonly checkValues: CheckValues,
    @Inject(PUBLIC_URL) private readonly publicUrl: string,
  ) {}

  @Put('draft')
  @Operation('saveConnectionDraft', {
    summary: 'Keeps what was typed into the set-up and is not saved yet.',
    description:
      'It makes no revision and nobody signs in by it. It is gone once complete values have been saved. A secret is ' +
      'never part of it.',
    answers: Connection,
    refuses: ['break_glass_closed'],
  })
  @NeedsScope('sso:write', 'sso:mend', 'sso:set-up')
  async putDraft(
    @Param('tenantId') tenantId: string,
    @Param('connectionId') id: string,
    @Body({ schema: ConnectionDraft }) draft: ConnectionDraft,
  ): Promise<Connection> {
    const key = { tenantId, id: readConnectionId(id) };
    return toConnection(await this.saveDraft.run({ key, draft }), this.publicUrl);
  }

  @Delete('draft')
  @Operation('removeConnectionDraft', {
    summary: 'Forgets what was typed into the set-up and is not saved yet.',
    refuses: ['break_glass_closed'],
  })
  @HttpCode(204)
  @NeedsScope('sso:write', 'sso:mend', 'sso:set-up')
  async deleteDraft(@Param('tenantId') tenantId: string, @Param('connectionId') id: string): Promise<void> {
    await this.saveDraft.run({ key: { tenantId, id: readConnectionId(id) }, draft: null });
  }

  @Post('check')
  @Operation('checkConnection', {
    summary: 'Says what is wrong with values, and what is behind their Discovery URL; nothing is stored.',
    description:
      'Wrong values are no refusal: each mistake is a finding, at most one a field, with a rule of the linter or the ' +
      'code of what was met at the address, and with the corrected value where it can be computed. An empty field is ' +
      'one that nothing was typed into yet. A Google connection has no values; its check looks at the client of the ' +
      'platform.',
    answers: ConnectionCheck,
    refuses: ['break_glass_closed', 'google_not_configured'],
  })
  @HttpCode(200)
  @NeedsScope('sso:write', 'sso:mend', 'sso:set-up')
  async postCheck(
    @Param('tenantId') tenantId: string,
    @Param('connectionId') id: string,
    @Body({ schema: CheckConnection }) wanted: CheckConnection,
  ): Promise<ConnectionCheck> {
    return await this.checkValues.run({ key: { tenantId, id: readConnectionId(id) }, wanted });
  }
}
