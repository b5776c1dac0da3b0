import { Injectable } from '@nestjs/common';
import { Wall } from './wall.client.js';

/**
 * What oidc-provider asks of an application's own server, through the wall: its keys (RFC 7517), and to hear of a logout
 * (OpenID Connect Back-Channel Logout 1.0 §2.5). Follows no redirect. Refuses with `UpstreamRefusal`.
 */
@Injectable()
export class ApplicationServers {
  constructor(private readonly wall: Wall) {}

  async fetch(address: URL, { method = 'GET', headers, body }: RequestInit): Promise<Response> {
    const purpose = method === 'POST' ? 'logout' : 'application keys';
    return await this.wall.fetch(purpose, address.href, {
      method,
      headers: Object.fromEntries(new Headers(headers)),
      ...(body instanceof URLSearchParams && { body: body.toString() }),
    });
  }
}
