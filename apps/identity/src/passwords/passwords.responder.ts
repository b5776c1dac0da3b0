import {
  CheckPassword as Check,
  MailPasswordLinks,
  ReadPasswordLink as Read,
  UsePasswordLink as Use,
} from '@portico/contracts';
import { Answers } from '@portico/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { AskForPasswordLinks } from './ask-for-password-links.js';
import { CheckPassword } from './check-password.js';
import { ReadPasswordLink } from './read-password-link.js';
import { UsePasswordLink } from './use-password-link.js';

@Controller()
export class PasswordsResponder {
  constructor(
    private readonly check: CheckPassword,
    private readonly mailLinks: AskForPasswordLinks,
    private readonly read: ReadPasswordLink,
    private readonly use: UsePasswordLink,
  ) {}

  @Answers(Check)
  async checkPassword(request: z.infer<typeof Check.request>): Promise<z.infer<typeof Check.reply>> {
    return await this.check.run(request);
  }

  @Answers(MailPasswordLinks)
  async mailPasswordLinks(
    request: z.infer<typeof MailPasswordLinks.request>,
  ): Promise<z.infer<typeof MailPasswordLinks.reply>> {
    await this.mailLinks.run(request);
    return {};
  }

  @Answers(Read)
  async readPasswordLink({ token }: z.infer<typeof Read.request>): Promise<z.infer<typeof Read.reply>> {
    return { user: await this.read.run(token) };
  }

  @Answers(Use)
  async usePasswordLink(request: z.infer<typeof Use.request>): Promise<z.infer<typeof Use.reply>> {
    return { user: await this.use.run(request) };
  }
}
