import { SsoSettings } from '@portico/contracts';
import { AccessTokenGuard, NeedsScope, Operation } from '@portico/service-kit';
import { Controller, Get, Inject, Param, UseGuards } from '@nestjs/common';
import { PlatformReadGuard } from '../audit/platform-read.guard.js';
import { toConnection } from '../connections/connection.rules.js';
import { toDomain } from '../domains/domain.rules.js';
import { PUBLIC_URL } from '../env.js';
import { toExemption } from '../exemptions/exemption.rules.js';
import { toTenant } from '../tenants/tenant.rules.js';
import { ReadSsoSettings } from './read-sso-settings.js';

@Controller('v1/tenants/:tenantId/sso')
@UseGuards(AccessTokenGuard, PlatformReadGuard)
export class SsoSettingsController {
  constructor(
    private readonly read: ReadSsoSettings,
    @Inject(PUBLIC_URL) private readonly publicUrl: string,
  ) {}

  @Get()
  @Operation('getSsoSettings', { summary: 'The whole settings page in one document.', answers: SsoSettings })
  @NeedsScope('sso:read')
  async get(@Param('tenantId') tenantId: string): Promise<SsoSettings> {
    const { tenant, connections, domains, exemptions } = await this.read.run(tenantId);
    return {
      tenant: toTenant(tenant),
      connections: connections.map((row) => toConnection(row, this.publicUrl)),
      domains: domains.map(toDomain),
      exemptions: exemptions.map(toExemption),
    };
  }
}
