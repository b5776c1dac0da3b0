import {
  CreateSetUpLink as WantedLink,
  type Principal,
  SetUpLinkCreated,
  SetUpLinkList,
} from '@portico/contracts';
import { AccessTokenGuard, Bearer, NeedsScope, Operation } from '@portico/service-kit';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, UseGuards } from '@nestjs/common';
import { readId } from '../tenants/id.rules.js';
import { CreateSetUpLink } from './create-set-up-link.js';
import { ListSetUpLinks } from './list-set-up-links.js';
import { RevokeSetUpLink } from './revoke-set-up-link.js';
import { toSetUpLink } from './set-up-link.rules.js';

@Controller('v1/tenants/:tenantId/set-up-links')
@UseGuards(AccessTokenGuard)
export class SetUpLinksController {
  constructor(
    private readonly create: CreateSetUpLink,
    private readonly list: ListSetUpLinks,
    private readonly revoke: RevokeSetUpLink,
  ) {}

  @Post()
  @Operation('createSetUpLink', {
    summary: 'Makes a link for somebody who has no account, to set one connection up.',
    description:
      'The secret at the end of its address is in this answer alone. Whoever opens the link writes drafts and pending ' +
      'values and tests them, and never enables anything.',
    answers: SetUpLinkCreated,
    showsSecret: true,
  })
  @NeedsScope('sso:write')
  async post(
    @Param('tenantId') tenantId: string,
    @Body({ schema: WantedLink }) wanted: WantedLink,
    @Bearer() bearer: Principal,
  ): Promise<SetUpLinkCreated> {
    const { link, token } = await this.create.run({ tenantId, wanted, bearer });
    return { ...toSetUpLink(link), token };
  }

  @Get()
  @Operation('listSetUpLinks', {
    summary: 'The newest hundred set-up links, and what became of each.',
    answers: SetUpLinkList,
  })
  @NeedsScope('sso:write')
  async getAll(@Param('tenantId') tenantId: string): Promise<SetUpLinkList> {
    return { links: (await this.list.run(tenantId)).map(toSetUpLink) };
  }

  @Delete(':linkId')
  @Operation('revokeSetUpLink', {
    summary: 'Ends a set-up link, and at once whatever is being done with it.',
    description: 'What was saved with it stays, as a draft or pending.',
  })
  @HttpCode(204)
  @NeedsScope('sso:write')
  async delete(
    @Param('tenantId') tenantId: string,
    @Param('linkId') id: string,
    @Bearer() bearer: Principal,
  ): Promise<void> {
    await this.revoke.run({ tenantId, id: readId(id), bearer });
  }
}
