import { Id, Page, SessionPage, SessionsEnded } from '@portico/contracts';
import { AccessTokenGuard, NeedsScope, Operation } from '@portico/service-kit';
import { Controller, Delete, Get, HttpCode, HttpStatus, Param, Query, UseGuards } from '@nestjs/common';
import { z } from 'zod';
import { EndManySessions } from './end-many-sessions.js';
import { ListSessions } from './list-sessions.js';

const SessionQuery = Page.extend({ userId: Id.optional(), connectionId: Id.optional() });

/** Exactly one of them, so that nobody ends all by leaving a name out. */
const EndQuery = z
  .strictObject({ userId: Id.optional(), connectionId: Id.optional(), all: z.literal('true').optional() })
  .refine((query) => Object.keys(query).length === 1, {
    error: 'exactly one of userId, connectionId and all=true',
  });

@Controller('v1/tenants/:tenantId/sessions')
@UseGuards(AccessTokenGuard)
export class SessionsController {
  constructor(
    private readonly list: ListSessions,
    private readonly end: EndManySessions,
  ) {}

  @Get()
  @Operation('listSessions', {
    summary: "The tenant's live sessions, newest first; of a user or a connection where one is given.",
    answers: SessionPage,
  })
  @NeedsScope('sessions:read')
  async getAll(
    @Param('tenantId') tenantId: string,
    @Query({ schema: SessionQuery }) query: z.infer<typeof SessionQuery>,
  ): Promise<SessionPage> {
    return await this.list.run({ tenantId, ...query });
  }

  @Delete(':sessionId')
  @Operation('endSession', {
    summary: 'Ends one session, with everything that was issued in it.',
    description: 'Its applications are sent logout tokens.',
  })
  @NeedsScope('sessions:write')
  @HttpCode(HttpStatus.NO_CONTENT)
  async delete(@Param('tenantId') tenantId: string, @Param('sessionId') uid: string): Promise<void> {
    await this.end.run({ tenantId, uid });
  }

  @Delete()
  @Operation('endSessions', {
    summary: 'Ends the sessions of a user, of a connection, or all of the tenant, and says how many.',
    description:
      'Exactly one of `userId`, `connectionId` and `all=true`. Whoever may still sign in can do so at once.',
    answers: SessionsEnded,
  })
  @NeedsScope('sessions:write')
  async deleteAll(
    @Param('tenantId') tenantId: string,
    @Query({ schema: EndQuery }) { userId, connectionId }: z.infer<typeof EndQuery>,
  ): Promise<SessionsEnded> {
    return { ended: await this.end.run({ tenantId, userId, connectionId }) };
  }
}
