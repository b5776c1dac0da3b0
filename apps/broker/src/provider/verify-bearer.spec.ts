import { newId } from '@portico/service-kit';
import { VerifyBearer } from './verify-bearer.js';

const TOKEN = `set-up.${'A-_z0'.repeat(9).slice(0, 43)}`;
const session = { linkId: newId(), tenantId: newId(), connectionId: newId() };

const verify = async (token: string, answer: { session: typeof session | null } = { session }) => {
  const asked: unknown[] = [];
  const ask = {
    to: async (_question: unknown, request: unknown) => {
      asked.push(request);
      return await Promise.resolve(answer);
    },
  };
  const accessTokens = { verify: async () => await Promise.resolve('an access token') };
  const bearer = new VerifyBearer(ask as never, accessTokens as never);
  return { asked, principal: await bearer.verify(token) };
};

describe(VerifyBearer.name, () => {
  it.each([
    ['too short', TOKEN.slice(0, -1)],
    ['too long', `${TOKEN}A`],
    ['with another character', `${TOKEN.slice(0, -1)}.`],
    ['with a line break', `${TOKEN}\n`],
  ])('refuses a set-up token that is %s without asking', async (_, token) => {
    expect(await verify(token)).toEqual({ asked: [], principal: null });
  });

  it('refuses one that sso-config does not know any more', async () => {
    expect(await verify(TOKEN, { session: null })).toEqual({ asked: [{ token: TOKEN }], principal: null });
  });

  it('knows whoever has opened a set-up link, with its one scope, tenant and connection', async () => {
    const { linkId: subject, tenantId, connectionId } = session;
    expect((await verify(TOKEN)).principal).toEqual({
      kind: 'set_up',
      subject,
      applicationId: 'set-up',
      tenantId,
      connectionId,
      scopes: ['sso:set-up'],
      roles: [],
    });
  });

  it('reads everything else as an access token', async () => {
    expect(await verify('eyJ')).toEqual({ asked: [], principal: 'an access token' });
  });
});
