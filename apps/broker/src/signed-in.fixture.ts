import { newId } from '@portico/service-kit';
import type { TenantSettings } from '@portico/contracts';
import { decodeJwt, type JWTPayload } from 'jose';
import { type BrokerHouse, CODE_VERIFIER, REDIRECT_URI } from './broker-house.fixture.js';
import type { PageBrowser } from './page-browser.fixture.js';

const password = 'mockingbird-1960';

/** A browser that a password has just signed in to the application `phone`. */
export interface SignedIn {
  tenant: TenantSettings;
  userId: string;
  browser: PageBrowser;
  tokens: { id_token: string; access_token: string; refresh_token?: string };
  claims: JWTPayload;
}

/** Signs somebody in, in a tenant of their own, as far as the tokens of `phone`. */
export const signInWithPassword = async (house: BrokerHouse): Promise<SignedIn> => {
  const tenant = await house.addTenant();
  const email = `scout-${newId()}@example.com`;
  const { user } = house.people.add(tenant.tenantId, email, password);
  const { browser, path } = await house.openLogin();
  const { headers } = await browser.post(`${path}/password`, { email, password });
  const onward = new URL(headers.get('refresh')?.split('url=')[1] ?? '');
  const back = await browser.get(`${onward.pathname}${onward.search}`);
  const tokens = await redeem(browser, back.headers.get('location') ?? '');
  return { tenant, userId: user.userId, browser, tokens, claims: decodeJwt(tokens.id_token) };
};

const redeem = async (browser: PageBrowser, callback: string): Promise<SignedIn['tokens']> => {
  const { html } = await browser.post('/oauth2/token', {
    grant_type: 'authorization_code',
    client_id: 'phone',
    redirect_uri: REDIRECT_URI,
    code_verifier: CODE_VERIFIER,
    code: new URL(callback).searchParams.get('code') ?? '',
  });
  return JSON.parse(html) as SignedIn['tokens'];
};
