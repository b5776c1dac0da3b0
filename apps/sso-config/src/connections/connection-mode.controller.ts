import { Connection, type Principal, SetMode as WantedMode } from '@portico/contracts';
import { AccessTokenGuard, Bearer, NeedsScope, Operation } from '@portico/service-kit';
import { Body, Controller, Inject, Param, Put, UseGuards } from '@nestjs/common';
import { PUBLIC_URL } from '../env.js';
import { BreakGlassGuard } from './break-glass.guard.js';
import { readConnectionId, toConnection } from './connection.rules.js';
import { DISCOVERY_CODES } from './discovery-codes.rules.js';
import { SetMode } from './set-mode.js';

@Controller('v1/tenants/:tenantId/connections/:connectionId/mode')
@UseGuards(AccessTokenGuard, BreakGlassGuard)
export class ConnectionModeController {
  constructor(
    private readonly setMode: SetMode,
    @Inject(PUBLIC_URL) private readonly publicUrl: string,
  ) {}

  @Put()
  @Operation('setConnectionMode', {
    summary: 'Switches a connection off or on, or enforces it.',
    description:
      'Enforcing wants, in this order: an administrator who has signed in with the live revision, in a test or in ' +
      'earnest; confirmed recovery codes of the administrator who enforces, or of any one where a machine does; and a ' +
      'rehearsal of this connection, not older than 15 minutes, with nothing changed since. A machine of the platform ' +
      'with the scope `sso:seed` needs none of it. With `sso:mend` modes only go down. Google is switched on only ' +
      'where the deployment has a Google client.',
    answers: Connection,
    refuses: [
      'connection_not_ready',
      'test_required',
      'recovery_codes_required',
      'rehearsal_required',
      'rehearsal_outdated',
      'google_not_configured',
      'recovery_limited',
      'break_glass_closed',
      ...DISCOVERY_CODES,
    ],
  })
  @NeedsScope('sso:write', 'sso:mend')
  async put(
    @Param('tenantId') tenantId: string,
    @Param('connectionId') id: string,
    @Body({ schema: WantedMode }) wanted: WantedMode,
    @Bearer() bearer: Principal,
  ): Promise<Connection> {
    const key = { tenantId, id: readConnectionId(id) };
    return toConnection(await this.setMode.run({ key, ...wanted, bearer }), this.publicUrl);
  }
}
