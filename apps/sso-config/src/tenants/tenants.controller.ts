import {
  CreateTenant as NewTenant,
  Page,
  type Principal,
  Slug,
  Tenant,
  TenantPage,
  UpdateTenant as TenantChanges,
} from '@portico/contracts';
import { AccessTokenGuard, Bearer, NeedsScope, Operation } from '@portico/service-kit';
import { Body, Controller, Get, Param, Patch, Post, Query, UseGuards } from '@nestjs/common';
import { z } from 'zod';
import { CreateTenant } from './create-tenant.js';
import { ListTenants } from './list-tenants.js';
import { ReadTenant } from './read-tenant.js';
import { toTenant } from './tenant.rules.js';
import { UpdateTenant } from './update-tenant.js';

const TenantQuery = Page.extend({
  slug: Slug.optional(),
  /** A part of a name or a slug. */
  search: z.string().trim().min(2).max(120).optional(),
});

@Controller('v1/tenants')
@UseGuards(AccessTokenGuard)
export class TenantsController {
  constructor(
    private readonly create: CreateTenant,
    private readonly list: ListTenants,
    private readonly read: ReadTenant,
    private readonly update: UpdateTenant,
  ) {}

  @Post()
  @Operation('addTenant', {
    summary: 'Adds a tenant.',
    description: 'The slug `platform` is for machine applications only.',
    answers: Tenant,
    refuses: ['slug_taken'],
  })
  @NeedsScope('tenants:write')
  async post(@Body({ schema: NewTenant }) tenant: NewTenant, @Bearer() bearer: Principal): Promise<Tenant> {
    return toTenant(await this.create.run({ tenant, bearer }));
  }

  @Get()
  @Operation('listTenants', {
    summary:
      'All tenants in the order of their making, or the one with `slug`, or those with `search` in name or slug.',
    description: 'A search wants two characters at least, and takes capitals and small letters for the same.',
    answers: TenantPage,
  })
  @NeedsScope('tenants:read')
  async getAll(@Query({ schema: TenantQuery }) query: z.infer<typeof TenantQuery>): Promise<TenantPage> {
    const { tenants, nextCursor } = await this.list.run(query);
    return { tenants: tenants.map(toTenant), nextCursor };
  }

  @Get(':tenantId')
  @Operation('getTenant', { summary: 'One tenant.', answers: Tenant })
  @NeedsScope('tenants:read')
  async get(@Param('tenantId') tenantId: string): Promise<Tenant> {
    return toTenant(await this.read.run(tenantId));
  }

  @Patch(':tenantId')
  @Operation('changeTenant', {
    summary: "Changes a tenant's name or status.",
    description: 'The status is for bearers that reach all tenants.',
    answers: Tenant,
  })
  @NeedsScope('tenants:write')
  async patch(
    @Param('tenantId') tenantId: string,
    @Body({ schema: TenantChanges }) wanted: TenantChanges,
    @Bearer() bearer: Principal,
  ): Promise<Tenant> {
    return toTenant(await this.update.run({ tenantId, wanted, bearer }));
  }
}
