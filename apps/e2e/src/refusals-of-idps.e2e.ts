import type { Code } from '@portico/contracts';
import { Api, newSlug } from './api.js';
import { expectRefusal } from './expect-refusal.js';
import { FactLog } from './facts.js';
import { acme, house } from './house.js';
import { HttpBrowser, isSignedIn, type Page } from './http-browser.js';
import { whileIdpIs, type Faults } from './simulator.js';

const email = 'agent@acme.example';
const { tenantId } = acme;
let facts: FactLog;

beforeAll(async () => {
  facts = await FactLog.listen(house);
});
afterAll(async () => await facts.close());

/** A login whose answer is redeemed while the identity provider misbehaves. */
const redeemWhile =
  (faults: Faults) =>
  async (browser: HttpBrowser): Promise<Page> => {
    const callback = await browser.goToCallback({ house, email });
    return await whileIdpIs(faults, house, async () => await browser.callback(callback));
  };

describe('a login is refused while the identity provider', () => {
  it.each<[does: string, Faults, Code]>([
    ['is down', { down: true }, 'upstream_unreachable'],
    ['answers garbage', { garbage: true }, 'upstream_answer_invalid'],
    ['refuses the client secret', { refuseSecret: true }, 'upstream_client_refused'],
    ['P07 sends another nonce', { wrongNonce: true }, 'id_token_nonce_invalid'],
    ['P09 signs with an unknown key', { badSignature: true }, 'id_token_signature_invalid'],
    ['P17 makes the token for another client', { wrongAudience: true }, 'id_token_audience_invalid'],
    ['P16 names another issuer in the token', { wrongIssuer: true }, 'id_token_issuer_invalid'],
    ['P18 sends a token that has expired', { expired: true }, 'id_token_time_invalid'],
  ])('%s', async (_, faults, code) => {
    await expectRefusal(facts, { code, failsIn: tenantId }, redeemWhile(faults));
  });

  it('does not answer, within eleven seconds', async () => {
    const startedAt = Date.now();
    await expectRefusal(
      facts,
      { code: 'upstream_timeout', failsIn: tenantId },
      redeemWhile({ slow: 60_000 }),
    );
    expect(Date.now() - startedAt).toBeLessThan(12_000);
  }, 20_000);

  it('is not there at all, and works once it is back', async () => {
    await expectRefusal(facts, { code: 'upstream_unreachable', failsIn: tenantId }, async (browser) => {
      const callback = await browser.goToCallback({ house, email });
      await house.kill('simulator');
      try {
        return await browser.callback(callback);
      } finally {
        await house.restart('simulator');
      }
    });
    expect(isSignedIn(await new HttpBrowser().signInWithSso({ house, email }))).toBe(true);
  });
});

describe('a login does not begin', () => {
  it('with an identity provider that is down and that the broker has never reached', async () => {
    const api = await Api.open(house);
    const tenant = await api.addTenant(newSlug(), 'Unreached');
    const person = await api.addUser(tenant.id, { email: 'boo@unreached.example', name: 'Boo Radley' });
    const connection = await api.addConnection(tenant.id, 'Unreached');
    await expectRefusal(facts, { code: 'upstream_unreachable', failsIn: tenant.id }, async (browser) => {
      const screen2 = await browser.chooseSso(await browser.openPhone(house));
      return await whileIdpIs(
        { down: true },
        house,
        async () => await browser.submitEmail(screen2, person.email),
      );
    });
    await api.setMode(connection, 'off');
  });
});
