import { Database } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { type AdapterPayload, Provider } from 'oidc-provider';
import { BrowserCookies } from '../browser/browser-cookies.js';
import {
  type AskedInteraction,
  askedOf,
  type KeptInteraction,
  keptOf,
} from '../interactions/interaction-cookies.js';
import { ArtifactStore } from './artifact.store.js';
import { InteractionResults } from './interaction-results.js';

/** Sealed, it must fit into the 4096 bytes of a cookie (RFC 6265 §6.1). */
const MOST_BYTES = 2600;

/** Long ones that are of no use to the screens. */
const NOT_ASKED = ['state', 'nonce', 'code_challenge'];

/**
 * Interactions travel sealed in the browser that they belong to: no row in and out for each visit. Only one that is too
 * large for a cookie, by what the application has sent along, has a row.
 */
@Injectable()
export class InteractionArtifactStore extends ArtifactStore {
  constructor(
    database: Database,
    private readonly cookies: BrowserCookies,
    private readonly results: InteractionResults,
  ) {
    super(database, 'Interaction');
  }

  override async upsert(uid: string, payload: AdapterPayload, expiresIn: number): Promise<void> {
    const { ctx } = Provider;
    const kept = { ...payload, jti: uid } as unknown as KeptInteraction;
    if (!ctx || Buffer.byteLength(JSON.stringify(kept)) > MOST_BYTES) {
      await super.upsert(uid, payload, expiresIn);
      return;
    }
    await this.cookies.keep(ctx, keptOf(uid), kept);
    await this.cookies.keep(ctx, askedOf(uid), toAsked(kept));
  }

  override async find(uid: string): Promise<AdapterPayload | undefined> {
    const { ctx } = Provider;
    const kept = ctx && (await this.cookies.read(ctx, keptOf(uid)));
    const interaction = kept?.jti === uid ? (kept as AdapterPayload) : await super.find(uid);
    // Outside a request of oidc-provider's own it is the screens that ask, before anything can have come of it.
    if (!interaction || ctx?.oidc.route !== 'resume') return interaction;
    const result = await this.results.ofThisRequest();
    if (!result) return undefined;
    const { session } = interaction as Partial<KeptInteraction>;
    const isOver = session !== undefined && (await this.results.ends(session));
    return { ...interaction, result: { ...result }, ...(isOver && { session: undefined }) };
  }

  override async destroy(uid: string): Promise<void> {
    const { ctx } = Provider;
    if (!ctx) return;
    this.results.consume(uid);
    const isKept = (await this.cookies.read(ctx, keptOf(uid))) !== undefined;
    this.cookies.forget(ctx, keptOf(uid));
    this.cookies.forget(ctx, askedOf(uid));
    if (!isKept) await super.destroy(uid);
  }
}

const toAsked = ({ jti, iat, params }: KeptInteraction): AskedInteraction => ({
  jti,
  iat,
  params: Object.fromEntries(Object.entries(params).filter(([name]) => !NOT_ASKED.includes(name))),
});
