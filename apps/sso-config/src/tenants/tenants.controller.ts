import {
  CreateTenant as NewTenant,
  Id,
  type Principal,
  Slug,
  type Tenant,
  UpdateTenant as TenantChanges,
} from '@portico/contracts';
import { AccessTokenGuard, Bearer, NeedsScope } from '@portico/service-kit';
import { Body, Controller, Get, Param, Patch, Post, Query, UseGuards } from '@nestjs/common';
import { z } from 'zod';
import { CreateTenant } from './create-tenant.js';
import { ListTenants } from './list-tenants.js';
import { ReadTenant } from './read-tenant.js';
import { toTenant } from './tenant.rules.js';
import { UpdateTenant } from './update-tenant.js';

const TenantQuery = z.strictObject({
  slug: Slug.optional(),
  after: Id.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
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

  /** Adds a tenant. Refuses `slug_taken`; `scope_insufficient` for the slug `platform` unless a machine asks. */
  @Post()
  @NeedsScope('tenants:write')
  async post(@Body({ schema: NewTenant }) tenant: NewTenant, @Bearer() bearer: Principal): Promise<Tenant> {
    return toTenant(await this.create.run({ tenant, bearer }));
  }

  /** All tenants in the order of their making, or the one with `?slug=`; `nextCursor` is the next `?after=`. */
  @Get()
  @NeedsScope('tenants:read')
  async getAll(
    @Query({ schema: TenantQuery }) { slug, after, limit }: z.infer<typeof TenantQuery>,
  ): Promise<{ tenants: Tenant[]; nextCursor: string | null }> {
    const { tenants, nextCursor } = await this.list.run({ slug, after, limit });
    return { tenants: tenants.map(toTenant), nextCursor };
  }

  /** One tenant. Refuses `not_found`. */
  @Get(':tenantId')
  @NeedsScope('tenants:read')
  async get(@Param('tenantId') tenantId: string): Promise<Tenant> {
    return toTenant(await this.read.run(tenantId));
  }

  /** Changes a tenant's name or status. Refuses `not_found`; `scope_insufficient` for a status by one tenant's bearer. */
  @Patch(':tenantId')
  @NeedsScope('tenants:write')
  async patch(
    @Param('tenantId') tenantId: string,
    @Body({ schema: TenantChanges }) wanted: TenantChanges,
    @Bearer() bearer: Principal,
  ): Promise<Tenant> {
    return toTenant(await this.update.run({ tenantId, wanted, bearer }));
  }
}
