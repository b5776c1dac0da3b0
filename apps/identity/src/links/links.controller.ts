import { CreateLink, type IdentityLink, type Principal } from '@portico/contracts';
import { AccessTokenGuard, Bearer, NeedsScope } from '@portico/service-kit';
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

  /** The identities that are pinned to a user, the oldest first. Refuses `not_found`. */
  @Get('users/:userId/links')
  @NeedsScope('users:read')
  async getAll(
    @Param('tenantId') tenantId: string,
    @Param('userId') userId: string,
  ): Promise<{ links: IdentityLink[] }> {
    return { links: await this.list.run({ tenantId, userId: readId(userId) }) };
  }

  /**
   * Pins an identity to a user before its first sign-in. The same once more gives the link that exists.
   * Refuses `not_found`; `link_conflict` where the identity is another user's or the user has another identity at
   * the connection; `scope_insufficient` for platform people.
   */
  @Post('users/:userId/links')
  @NeedsScope('users:write')
  async post(
    @Param('tenantId') tenantId: string,
    @Param('userId') userId: string,
    @Body({ schema: CreateLink }) wanted: CreateLink,
    @Bearer() bearer: Principal,
  ): Promise<IdentityLink> {
    return await this.add.run({ tenantId, userId: readId(userId), wanted, bearer });
  }

  /**
   * Releases an identity, so that the person's next sign-in is a first one again. Refuses `not_found`;
   * `scope_insufficient` for platform people.
   */
  @Delete('users/:userId/links/:linkId')
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

  /**
   * Releases every identity of a connection, after its application at the identity provider has changed; answers
   * how many. Repeat it if it fails: it goes on where it ended.
   */
  @Delete('connections/:connectionId/links')
  @NeedsScope('users:write')
  async deleteAll(
    @Param('tenantId') tenantId: string,
    @Param('connectionId') connectionId: string,
  ): Promise<{ released: number }> {
    return { released: await this.releaseAll.run({ tenantId, connectionId: readId(connectionId) }) };
  }
}
