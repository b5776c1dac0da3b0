import { API_AUDIENCE } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import { type Client, errors, type ResourceServer } from 'oidc-provider';
import { FindResourceServer } from '../applications/find-resource-server.js';
import { isRecovery, type SignedInBy } from './recovery-limits.rules.js';
import { toOwnResourceServer, toResourceServer } from './resource-servers.rules.js';

/**
 * What an application may ask an access token for: Portico's own APIs, and resource servers that are registered and
 * that it is registered for. Refuses `invalid_target` for all others alike (RFC 8707 §2).
 */
@Injectable()
export class FindResource {
  constructor(private readonly findResourceServer: FindResourceServer) {}

  async run(resource: string, client: Client, by: SignedInBy = {}): Promise<ResourceServer> {
    if (resource === API_AUDIENCE) return toOwnResourceServer(client, by);
    // A recovery session is for mending single sign-on, and nothing of that lies at anybody else's API.
    if (isRecovery(by)) throw new errors.InvalidTarget();
    const server = await this.findResourceServer.run(resource);
    const found = server && toResourceServer(server, client);
    if (!found) throw new errors.InvalidTarget();
    return found;
  }
}
