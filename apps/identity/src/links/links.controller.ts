import { CreateLink, IdentityLink, IdentityLinks, type Principal, ReleasedLinks } from '@portico/contracts';
import { AccessTokenGuard, Bearer, NeedsScope, Operation } from '@portico/service-kit';
import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, Post, UseGuards } from '@nestjs/common';
import { readId } from '../users/user.rules.js';
import { AddLink } from './add-link.js';
import { ListLinks } from './list-links.js';
import { ReleaseConnection } from './release-connection.js';
import { ReleaseLink } from './release-link.js';

@Controller('v1/tenants/:tenantId')
@UseGuards(AccessTokenGuard)
export class LinksController {
  constructor(
    private readonly list: ListLinks,
    private readonly add: AddLink,
    private readonly release: ReleaseLink,
    private readonly releaseAll: ReleaseConnection,
  ) {}

  @Get('users/:userId/links')
  @Operation('listLinks', {
    summary: 'The identities that are pinned to a user, the oldest first.',
    answers: IdentityLinks,
  })
  @NeedsScope('users:read')
  async getAll(@Param('tenantId') tenantId: string, @Param('userId') userId: string): Promise<IdentityLinks> {
    return { links: await this.list.run({ tenantId, userId: readId(userId) }) };
  }

  @Post('users/:userId/links')
  @Operation('addLink', {
    summary: 'Pins an identity to a user before its first sign-in.',
    description:
      'The same link once more gives the one that exists. An identity of another user, or a second one of the same connection, is refused. Identities of the people of the platform are pinned by operators and machine applications only.',
    answers: IdentityLink,
    refuses: ['link_conflict'],
  })
  @NeedsScope('users:write')
  async post(
    @Param('tenantId') tenantId: string,
    @Param('userId') userId: string,
    @Body({ schema: CreateLink }) wanted: CreateLink,
    @Bearer() bearer: Principal,
  ): Promise<IdentityLink> {
    return await this.add.run({ tenantId, userId: readId(userId), wanted, bearer });
  }

  @Delete('users/:userId/links/:linkId')
  @Operation('releaseLink', {
    summary: "Releases an identity, so that the person's next sign-in is a first one again.",
    description:
      'Identities of the people of the platform are released by operators and machine applications only.',
  })
  @NeedsScope('users:write')
  @HttpCode(HttpStatus.NO_CONTENT)
  async delete(
    @Param('tenantId') tenantId: string,
    @Param('userId') userId: string,
    @Param('linkId') linkId: string,
    @Bearer() bearer: Principal,
  ): Promise<void> {
    await this.release.run({ tenantId, userId: readId(userId), linkId: readId(linkId), bearer });
  }

  @Delete('connections/:connectionId/links')
  @Operation('releaseConnection', {
    summary: 'Releases every identity of a connection and says how many.',
    description:
      'For a connection whose application at the identity provider has changed, so that people have other subjects. Repeat it if it fails: it goes on where it ended.',
    answers: ReleasedLinks,
  })
  @NeedsScope('users:write')
  async deleteAll(
    @Param('tenantId') tenantId: string,
    @Param('connectionId') connectionId: string,
  ): Promise<ReleasedLinks> {
    return { released: await this.releaseAll.run({ tenantId, connectionId: readId(connectionId) }) };
  }
}
