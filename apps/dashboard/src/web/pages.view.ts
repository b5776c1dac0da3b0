import { join } from 'node:path';
import type { AppError, Role } from '@portico/contracts';
import { currentTraceId } from '@portico/service-kit';
import { Injectable } from '@nestjs/common';
import { Eta } from 'eta';

/** What the shell shows of the signed-in user. */
export interface HomePage {
  user: { name: string; email: string; roles: Role[] };
  /** Absent while the API does not answer. */
  tenantName: string | undefined;
}

const ROLE_NAMES: Readonly<Record<Role, string>> = {
  member: 'Member',
  tenant_admin: 'Administrator',
  support: 'Support',
  operator: 'Operator',
};

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

/** Every page of the dashboard, as HTML from data: no script, every value escaped by the template engine. */
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

  home({ user, tenantName }: HomePage): string {
    const roles = user.roles.map((role) => ROLE_NAMES[role]).join(', ');
    return this.render('home', 'Account', { user, roles, tenantName });
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
