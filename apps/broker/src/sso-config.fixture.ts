import { type ConnectionSettings, FindBreakGlass, GetRevision, ReadSetUpSession } from '@portico/contracts';
import { Answers } from '@portico/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';

type Request<Q extends { request: z.ZodType }> = z.infer<Q['request']>;

/** Sso-config as its contracts have it, in memory: what the broker asks it for a test sign-in. */
@Controller()
export class SsoConfigResponder {
  /** Every revision of every connection, by tenant. */
  readonly values: { tenantId: string; connection: ConnectionSettings }[] = [];
  /** Who has a break-glass open, and until when. */
  readonly breakGlasses: { tenantId: string; userId: string; openUntil: string }[] = [];

  /** The sessions of opened set-up links, by their tokens. */
  readonly setUps = new Map<string, { linkId: string; tenantId: string; connectionId: string }>();

  @Answers(ReadSetUpSession)
  async readSetUpSession({ token }: Request<typeof ReadSetUpSession>) {
    return { session: this.setUps.get(token) ?? null };
  }

  @Answers(GetRevision)
  async getRevision({ tenantId, connectionId, revision }: Request<typeof GetRevision>) {
    const [newest] = this.values
      .filter((stored) => stored.tenantId === tenantId && stored.connection.id === connectionId)
      .map(({ connection }) => connection)
      .filter((connection) => revision === undefined || connection.revision === revision)
      .sort((one, other) => other.revision - one.revision);
    return { connection: newest ?? null };
  }

  @Answers(FindBreakGlass)
  async findBreakGlass({ tenantId, userId }: Request<typeof FindBreakGlass>) {
    const found = this.breakGlasses.find((open) => open.tenantId === tenantId && open.userId === userId);
    return { openUntil: found?.openUntil ?? null };
  }
}
