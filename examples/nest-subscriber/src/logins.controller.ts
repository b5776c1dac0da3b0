import { Controller, Logger } from '@nestjs/common';
import { Ctx, EventPattern, type NatsContext, Payload } from '@nestjs/microservices';
import { LoginCompleted } from '@portico/contracts';

/** The headers of a message, as far as they are of use here. */
interface Attributes {
  get: (name: string) => string;
}

/** Hears each login at most once: what is told while nobody listens here is gone. */
@Controller()
export class LoginsController {
  private readonly logger = new Logger('greeter');

  @EventPattern(LoginCompleted.type)
  greet(@Payload() payload: unknown, @Ctx() context: unknown): void {
    const login = LoginCompleted.data.safeParse(payload);
    const attributes = (context as NatsContext).getHeaders() as Attributes;
    if (login.success)
      this.logger.log(`${login.data.reference} of tenant ${attributes.get('ce-tenantid')} is signed in`);
    else this.logger.warn(`an event that does not fit its contract: ${attributes.get('ce-id')}`);
  }
}
