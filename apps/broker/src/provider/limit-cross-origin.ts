import { Injectable } from '@nestjs/common';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { FindPageOrigin } from '../applications/find-page-origin.js';
import { allowsOrigin } from './origins.rules.js';

/** Public documents, the same for everybody. */
const OPEN_ROUTES = ['discovery', 'jwks', 'cors.discovery', 'cors.jwks'];

/**
 * Takes back what oidc-provider allows to pages of any origin before it knows who asks: the answer to a preflight, and
 * errors in which no client was found. What is left are the pages of public applications.
 */
@Injectable()
export class LimitCrossOrigin {
  constructor(private readonly findPageOrigin: FindPageOrigin) {}

  async run(ctx: KoaContextWithOIDC): Promise<void> {
    const isOpen = OPEN_ROUTES.includes(ctx.oidc.route);
    if (isOpen || ctx.response.get('access-control-allow-origin') === '') return;
    if (await this.isAllowed(ctx)) return;
    for (const name of Object.keys(ctx.response.headers))
      if (name.startsWith('access-control-')) ctx.remove(name);
  }

  private async isAllowed(ctx: KoaContextWithOIDC): Promise<boolean> {
    const origin = ctx.get('origin');
    if (ctx.method === 'OPTIONS') return await this.findPageOrigin.run(origin);
    const { client } = ctx.oidc;
    return client !== undefined && allowsOrigin(client, origin);
  }
}
