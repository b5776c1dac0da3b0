import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { type KoaContextWithOIDC, Provider } from 'oidc-provider';
import { type InteractionResult, InteractionStore } from '../interactions/interaction.store.js';
import { FindSession } from '../sessions/find-session.js';
import { defer } from './deferred-writes.js';

/** What came of the interaction that a browser returns from; read once in a request. */
@Injectable()
export class InteractionResults {
  private readonly read = new WeakMap<object, Promise<InteractionResult | null>>();

  constructor(
    private readonly database: Database,
    private readonly interactions: InteractionStore,
    private readonly findSession: FindSession,
  ) {}

  /** Null outside the return from an interaction, and in a browser that has not begun it. */
  async ofThisRequest(): Promise<InteractionResult | null> {
    const { ctx } = Provider;
    const uid = ctx && uidOfReturn(ctx);
    if (!ctx || uid === undefined) return null;
    const known = this.read.get(ctx);
    if (known) return await known;
    const reading = this.database.atOnce(async (tx) => await this.interactions.find(tx, uid));
    this.read.set(ctx, reading);
    return await reading;
  }

  /**
   * Whether the browser's session ends where this sign-in returns, which then begins one of its own: it is somebody
   * else's, or has ended already and must not live again with the tokens that were made for it.
   */
  async ends({ uid, accountId }: { uid?: string; accountId?: string }): Promise<boolean> {
    const result = await this.ofThisRequest();
    if (!result || uid === undefined || accountId === undefined) return false;
    return accountId !== result.login.accountId || (await this.findSession.run(uid)) === null;
  }

  /** With the writes of this request nothing else can come of the interaction. */
  consume(uid: string): void {
    defer({ run: async (tx) => await this.interactions.consume(tx, uid) });
  }
}

/** The interaction of the address, if the browser brought the signed cookie that was set for it. */
const uidOfReturn = (ctx: KoaContextWithOIDC): string | undefined => {
  if (ctx.oidc.route !== 'resume') return undefined;
  const uid = ctx.path.slice(ctx.path.lastIndexOf('/') + 1);
  return ctx.cookies.get(ctx.oidc.provider.cookieName('resume'), { signed: true }) === uid ? uid : undefined;
};
