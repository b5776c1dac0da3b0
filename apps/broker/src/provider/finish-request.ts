import { Injectable } from '@nestjs/common';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { LimitCrossOrigin } from './limit-cross-origin.js';
import { SignOut } from './sign-out.js';
import { WriteDeferred } from './write-deferred.js';

/** What Portico adds to oidc-provider at the end of a request, before it is answered. */
@Injectable()
export class FinishRequest {
  constructor(
    private readonly limitCrossOrigin: LimitCrossOrigin,
    private readonly signOut: SignOut,
    private readonly writeDeferred: WriteDeferred,
  ) {}

  async run(ctx: object): Promise<void> {
    // An address or a method that nobody serves.
    if (!isServed(ctx)) return;
    await this.limitCrossOrigin.run(ctx);
    await this.signOut.run(ctx);
    await this.writeDeferred.run(ctx);
    // An empty answer is of no type (RFC 7009 §2.2); a client library may refuse one that it does not expect.
    if (ctx.body === '') ctx.remove('content-type');
  }
}

const isServed = (ctx: object): ctx is KoaContextWithOIDC => 'oidc' in ctx;
