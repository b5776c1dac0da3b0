import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import { Issuer } from '../issuer/issuer.js';
import type { Cookie } from '../logins/login-cookies.js';
import { StartUpstream } from '../upstream/start-upstream.js';
import type { TestRow } from './connection-test.store.js';
import { TestCookies } from './test-cookies.js';

/** The provider's address for an opened test, built exactly as for a login, and the cookie that brings the browser back. */
@Injectable()
export class LeaveForProvider {
  constructor(
    private readonly startUpstream: StartUpstream,
    private readonly cookies: TestCookies,
    private readonly issuer: Issuer,
  ) {}

  async run({ id, tenantId, connection }: TestRow): Promise<{ url: string; cookie: Cookie }> {
    if (!connection) throw new AppError('internal_error', { detail: 'a test without values' });
    const redirectUri = this.issuer.callbackOf(connection);
    const { url, ...proof } = await this.startUpstream.run({ connection, redirectUri });
    return { url, cookie: await this.cookies.seal({ testId: id, tenantId, redirectUri, ...proof }) };
  }
}
