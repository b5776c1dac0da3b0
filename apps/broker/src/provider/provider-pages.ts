import { AppError } from '@portico/contracts';
import { logRefusal, toAppError } from '@portico/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import { Pages } from '../pages/pages.view.js';
import { AskSignOut } from './ask-sign-out.js';

/** The pages that oidc-provider asks for: failures and signing out. */
@Injectable()
export class ProviderPages {
  private readonly logger = new Logger(ProviderPages.name);

  constructor(
    private readonly pages: Pages,
    private readonly asking: AskSignOut,
  ) {}

  async failure(
    ctx: KoaContextWithOIDC,
    out: { error: string; error_description?: string },
    thrown: Error,
  ): Promise<void> {
    const error = toRefusal(thrown, out);
    logRefusal(this.logger, error);
    ctx.status = error.entry.status;
    if (ctx.status === 503) ctx.set('retry-after', '5');
    this.show(ctx, this.pages.failure({ error, explanation: toExplanation(error, out) }));
  }

  /** `form` is oidc-provider's, with the proof that it was made for this browser. */
  async askSignOut(ctx: KoaContextWithOIDC, form: string): Promise<void> {
    const question = await this.asking.run(ctx);
    const applicationName = ctx.oidc.client?.clientName;
    if (question) this.show(ctx, this.pages.confirmLogout({ form, applicationName, ...question }));
  }

  loggedOut(ctx: KoaContextWithOIDC): void {
    ctx.status = 200;
    this.show(ctx, this.pages.loggedOut());
  }

  /** Answers a GET; what answers a form leaves by a page. */
  redirect(ctx: KoaContextWithOIDC, url: string): void {
    ctx.status = 303;
    ctx.set('cache-control', 'no-store');
    ctx.redirect(url);
  }

  /** A page that goes on by itself, and by a link. */
  leave(ctx: KoaContextWithOIDC, url: string): void {
    ctx.status = 200;
    ctx.remove('location');
    ctx.set('refresh', `0; url=${url}`);
    this.show(ctx, this.pages.leave({ url }));
  }

  private show(ctx: KoaContextWithOIDC, html: string): void {
    ctx.type = 'html';
    ctx.set('cache-control', 'no-store');
    ctx.body = html;
  }
}

const toRefusal = (
  thrown: Error,
  { error, error_description: description }: { error: string; error_description?: string },
) => {
  if (thrown instanceof errors.SessionNotFound) return new AppError('interaction_expired', { cause: thrown });
  if (thrown instanceof errors.OIDCProviderError && error !== 'server_error') {
    return new AppError('application_request_invalid', {
      detail: `${error}: ${description ?? ''}`,
      cause: thrown,
    });
  }
  return toAppError(thrown);
};

/** The protocol's own words help the application's team; nobody else sees such a page for long. */
const toExplanation = (
  error: AppError,
  out: { error: string; error_description?: string },
): string | undefined =>
  error.code === 'application_request_invalid'
    ? [out.error, out.error_description].filter(Boolean).join(': ').slice(0, 300)
    : undefined;
