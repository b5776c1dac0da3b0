import { readEmail } from '@portico/policy';
import { Injectable } from '@nestjs/common';
import { FindTenantByHandle } from '../settings/find-tenant-by-handle.js';
import { FindMemberships } from './find-memberships.js';
import type { KnownTenant } from './ways.rules.js';

/** The tenants that an address belongs to: by its user records, else by the domain if a tenant has proved it. */
@Injectable()
export class FindTenants {
  constructor(
    private readonly findMemberships: FindMemberships,
    private readonly findTenantByHandle: FindTenantByHandle,
  ) {}

  async run(email: string): Promise<KnownTenant[]> {
    const memberships = await this.findMemberships.run(email);
    if (memberships.length > 0) return memberships;
    const domain = readEmail(email)?.domain;
    const known = domain === undefined ? null : await this.findTenantByHandle.run([`domain:${domain}`]);
    return known ? [{ known }] : [];
  }
}
