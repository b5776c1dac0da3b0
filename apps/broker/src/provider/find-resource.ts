import { API_AUDIENCE } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import { type Client, errors, type ResourceServer } from 'oidc-provider';
import { FindResourceServer } from '../applications/find-resource-server.js';
import { toOwnResourceServer, toResourceServer } from './resource-servers.rules.js';

/**
 * What an application may ask an access token for: Portico's own APIs, and resource servers that are registered and
 * that it is registered for. Refuses `invalid_target` for all others alike (RFC 8707 §2).
 */
@Injectable()
export class FindResource {
  constructor(private readonly findResourceServer: FindResourceServer) {}

  async run(resource: string, client: Client): Promise<ResourceServer> {
    if (resource === API_AUDIENCE) return toOwnResourceServer(client);
    const server = await this.findResourceServer.run(resource);
    const found = server && toResourceServer(server, client);
    if (!found) throw new errors.InvalidTarget();
    return found;
  }
}
