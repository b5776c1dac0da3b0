import {
  ApplicationId,
  AppError,
  ResourceServer,
  ResourceServerList,
  SetResourceServer as ResourceServerBody,
} from '@portico/contracts';
import { AccessTokenGuard, NeedsScope, Operation } from '@portico/service-kit';
import { Body, Controller, Delete, Get, HttpCode, Param, Put, UseGuards } from '@nestjs/common';
import { ReadResourceServers } from './read-resource-servers.js';
import { RemoveResourceServer } from './remove-resource-server.js';
import { SetResourceServer } from './set-resource-server.js';

@Controller('v1/resource-servers')
@UseGuards(AccessTokenGuard)
export class ResourceServersController {
  constructor(
    private readonly readResourceServers: ReadResourceServers,
    private readonly setResourceServer: SetResourceServer,
    private readonly removeResourceServer: RemoveResourceServer,
  ) {}

  @Get()
  @Operation('listResourceServers', {
    summary: 'Every API that applications may get access tokens for, by id.',
    answers: ResourceServerList,
  })
  @NeedsScope('applications:read')
  async list(): Promise<ResourceServerList> {
    return { resourceServers: await this.readResourceServers.run() };
  }

  @Get(':resourceServerId')
  @Operation('getResourceServer', { summary: 'One resource server.', answers: ResourceServer })
  @NeedsScope('applications:read')
  async get(@Param('resourceServerId') resourceServerId: string): Promise<ResourceServer> {
    const [server] = await this.readResourceServers.run(resourceServerId);
    if (!server) throw new AppError('not_found');
    return server;
  }

  @Put(':resourceServerId')
  @Operation('setResourceServer', {
    summary: 'Registers a resource server, or replaces it.',
    description:
      "An audience belongs to one resource server, and Portico's own to none. What applications name is not taken " +
      'from them: change the applications first.',
    answers: ResourceServer,
    refuses: ['audience_taken', 'resource_server_in_use'],
  })
  @NeedsScope('applications:write')
  async put(
    @Param('resourceServerId') resourceServerId: string,
    @Body({ schema: ResourceServerBody }) body: ResourceServerBody,
  ): Promise<ResourceServer> {
    return await this.setResourceServer.run(readResourceServerId(resourceServerId), body);
  }

  @Delete(':resourceServerId')
  @Operation('removeResourceServer', {
    summary: 'Removes a resource server that no application names any more.',
    refuses: ['resource_server_in_use'],
  })
  @HttpCode(204)
  @NeedsScope('applications:write')
  async delete(@Param('resourceServerId') resourceServerId: string): Promise<void> {
    await this.removeResourceServer.run(resourceServerId);
  }
}

const readResourceServerId = (id: string): string => {
  const read = ApplicationId.safeParse(id);
  if (read.success) return id;
  const fields = read.error.issues.map(({ message }) => ({ pointer: '/resourceServerId', message }));
  throw new AppError('request_invalid', { fields });
};
