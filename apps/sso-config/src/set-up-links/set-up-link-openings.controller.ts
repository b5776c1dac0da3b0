import { OpenSetUpLink as Opening, SetUpSession } from '@portico/contracts';
import { Operation, WithoutToken } from '@portico/service-kit';
import { Body, Controller, Post } from '@nestjs/common';
import { OpenSetUpLink } from './open-set-up-link.js';

/** The one door without a bearer token: the link's secret, in the body, is all that is asked for. */
@Controller('v1/set-up-links/openings')
export class SetUpLinkOpeningsController {
  constructor(private readonly open: OpenSetUpLink) {}

  @Post()
  @Operation('openSetUpLink', {
    summary: "Exchanges a set-up link's secret, which counts once, for the bearer token of its session.",
    description:
      'No bearer token is asked for: the secret is the credential. The session sets up the one connection of the link, ' +
      'until the link expires or is revoked.',
    answers: SetUpSession,
    refuses: ['set_up_link_invalid'],
  })
  @WithoutToken()
  async post(@Body({ schema: Opening }) { token }: Opening): Promise<SetUpSession> {
    return await this.open.run(token);
  }
}
