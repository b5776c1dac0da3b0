import { ClaimDomain as WantedDomain, Domain, DomainList, type Principal } from '@portico/contracts';
import { AccessTokenGuard, Bearer, NeedsScope, Operation } from '@portico/service-kit';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, UseGuards } from '@nestjs/common';
import { PlatformReadGuard } from '../audit/platform-read.guard.js';
import { ClaimDomain } from './claim-domain.js';
import { readDomainOfPath, toDomain } from './domain.rules.js';
import { ListDomains } from './list-domains.js';
import { RemoveDomain } from './remove-domain.js';
import { VerifyDomain } from './verify-domain.js';

@Controller('v1/tenants/:tenantId/domains')
@UseGuards(AccessTokenGuard, PlatformReadGuard)
export class DomainsController {
  constructor(
    private readonly list: ListDomains,
    private readonly claim: ClaimDomain,
    private readonly verify: VerifyDomain,
    private readonly remove: RemoveDomain,
  ) {}

  @Post()
  @Operation('claimDomain', {
    summary: 'Claims a domain: gives the TXT record that proves it, to be published within seven days.',
    description:
      'Asked again it gives the same challenge, or a new one where that has expired. Refused for what is no domain of ' +
      'a company: a single label, an IP address, a public suffix, a mailbox provider. Whether another tenant has ' +
      'proved the domain is told only to one who proves it.',
    answers: Domain,
    refuses: ['domain_invalid', 'domain_limit_reached'],
  })
  @NeedsScope('sso:write')
  async post(
    @Param('tenantId') tenantId: string,
    @Body({ schema: WantedDomain }) { domain }: WantedDomain,
    @Bearer() bearer: Principal,
  ): Promise<Domain> {
    return toDomain(await this.claim.run({ tenantId, typed: domain, bearer }));
  }

  @Get()
  @Operation('listDomains', {
    summary: 'The domains of a tenant, proved and pending, by name.',
    answers: DomainList,
  })
  @NeedsScope('sso:read')
  async getAll(@Param('tenantId') tenantId: string): Promise<DomainList> {
    return { domains: (await this.list.run(tenantId)).map(toDomain) };
  }

  @Post(':domain/verify')
  @Operation('verifyDomain', {
    summary: 'Looks for the TXT record of a challenge; found, the domain is the tenant’s alone.',
    description:
      'The record of a proved domain is looked up again, as it is about once a day. It has to stay: since it has been ' +
      'missing for a week the domain is pending again, with a new challenge.',
    answers: Domain,
    refuses: ['domain_unproved', 'domain_challenge_expired', 'domain_taken', 'dns_unavailable'],
  })
  @HttpCode(200)
  @NeedsScope('sso:write')
  async postVerify(
    @Param('tenantId') tenantId: string,
    @Param('domain') domain: string,
    @Bearer() bearer: Principal,
  ): Promise<Domain> {
    return toDomain(await this.verify.run({ tenantId, domain: readDomainOfPath(domain), bearer }));
  }

  @Delete(':domain')
  @Operation('removeDomain', {
    summary: 'Gives a domain up, or a claim to one; users in it stay as they are.',
  })
  @HttpCode(204)
  @NeedsScope('sso:write')
  async delete(
    @Param('tenantId') tenantId: string,
    @Param('domain') domain: string,
    @Bearer() bearer: Principal,
  ): Promise<void> {
    await this.remove.run({ tenantId, domain: readDomainOfPath(domain), bearer });
  }
}
