import { ConnectionTest, type Principal, StartTest as WantedTest, TestStarted } from '@portico/contracts';
import { AccessTokenGuard, Bearer, NeedsScope, Operation } from '@portico/service-kit';
import { Body, Controller, Get, Param, Post, UseGuards } from '@nestjs/common';
import { readId, seesClaims } from './connection-test.rules.js';
import { ReadTest } from './read-test.js';
import { StartTest } from './start-test.js';

@Controller('v1/tenants/:tenantId/connections/:connectionId/tests')
@UseGuards(AccessTokenGuard)
export class TestsController {
  constructor(
    private readonly start: StartTest,
    private readonly read: ReadTest,
  ) {}

  @Post()
  @Operation('startTest', {
    summary: "Prepares a test sign-in with a connection's values, and gives the address that opens it once.",
    description:
      'Of any mode and any revision; the newest unless one is named. Whoever opens `testUrl` signs in at the ' +
      'provider as at a login, and nothing else happens: no session, no link, no user, no login. 30 tests in ten ' +
      'minutes. People of the platform need an open break-glass for the tenant.',
    answers: TestStarted,
    refuses: ['break_glass_closed', 'connection_not_ready', 'google_not_configured', 'too_many_attempts'],
  })
  @NeedsScope('sso:write', 'sso:mend', 'sso:set-up')
  async post(
    @Param('tenantId') tenantId: string,
    @Param('connectionId') connectionId: string,
    @Body({ schema: WantedTest }) { revision }: WantedTest,
    @Bearer() bearer: Principal,
  ): Promise<TestStarted> {
    return await this.start.run({ tenantId, connectionId: readId(connectionId), revision, bearer });
  }

  @Get(':testId')
  @Operation('getTest', {
    summary: 'What came of a test sign-in: the claims, the user they match, or the refusal and what helps.',
    description:
      'It has `passed` when it matched an active administrator of the tenant. Claims are shown for a day, and to nobody of ' +
      'the platform.',
    answers: ConnectionTest,
  })
  @NeedsScope('sso:read', 'sso:set-up')
  async get(
    @Param('tenantId') tenantId: string,
    @Param('connectionId') connectionId: string,
    @Param('testId') testId: string,
    @Bearer() bearer: Principal,
  ): Promise<ConnectionTest> {
    const place = { tenantId, connectionId: readId(connectionId), testId: readId(testId) };
    const test = await this.read.run(place);
    return seesClaims(bearer, tenantId) ? test : { ...test, claims: null };
  }
}
