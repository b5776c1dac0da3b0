import { join } from 'node:path';
import type { AppError } from '@portico/contracts';
import { currentTraceId } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { Eta } from 'eta';

/** What a page shows where scripts are off. */
export interface WithoutScript {
  user?: { name: string; email: string };
  tenantName?: string;
}

const START_AGAIN = { href: '/sign-in', label: 'Start again' };
const BACK = { href: '/', label: 'Go to the start page' };

/** Codes after which a new sign-in does not help, or not at once. */
const NOT_BY_SIGNING_IN = new Set([
  'not_found',
  'cross_site_request',
  'request_invalid',
  'try_again',
  'internal_error',
]);

/** The pages that work without scripts, as HTML from data: every value escaped by the template engine. */
@Injectable()
export class Pages {
  private readonly eta = new Eta({
    views: join(import.meta.dirname, 'templates'),
    cache: true,
    autoEscape: true,
  });

  start(): string {
    return this.render('start', 'Welcome', {});
  }

  /** Not a page of its own: what `web/` shows without scripts. */
  withoutScript({ user, tenantName }: WithoutScript): string {
    return this.eta.render('./without-script', { user, tenantName });
  }

  leaving(page: { address: string }): string {
    return this.render('leaving', 'Signing out', page);
  }

  failure({ code, entry }: AppError): string {
    const action = NOT_BY_SIGNING_IN.has(code) ? BACK : START_AGAIN;
    const page = { text: entry.userText, code, action, reference: currentTraceId() };
    return this.render('failure', 'That did not work', page);
  }

  private render(template: string, title: string, page: object): string {
    return this.eta.render(`./${template}`, { title, ...page });
  }
}
