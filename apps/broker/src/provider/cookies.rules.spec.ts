import { cookieSettings } from './cookies.rules.js';

const keys = [new Uint8Array(32)];

describe(cookieSettings.name, () => {
  it('B09 binds every cookie to https and to this host on an https issuer', () => {
    const settings = cookieSettings('https://sso.example.com', keys);
    expect(settings?.names).toEqual({
      session: '__Host-portico_session',
      interaction: '__Secure-portico_interaction',
      resume: '__Secure-portico_resume',
    });
    expect(settings?.long).toMatchObject({
      secure: true,
      httpOnly: true,
      sameSite: 'lax',
      signed: true,
      path: '/',
    });
    expect(settings?.short).toMatchObject({ secure: true, httpOnly: true, sameSite: 'lax', signed: true });
  });

  it('B09 uses names of its own on http://localhost, where cookies ignore ports', () => {
    expect(cookieSettings('http://localhost:3001', keys)?.names?.session).toBe('portico_session');
  });
});
