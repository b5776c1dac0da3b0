import { toEvidence } from './evidence.rules.js';
import { toKeptClaims, toKeptError } from './kept.rules.js';

describe(toKeptClaims, () => {
  it('keeps no token, and nothing by which tokens are fetched', () => {
    const claims = {
      sub: 'scout',
      nonce: 'n',
      at_hash: 'h',
      _claim_sources: { src1: { access_token: 'secret' } },
    };
    expect(toKeptClaims(claims, { sub: 'scout' })).toEqual({ sub: 'scout' });
  });

  it('keeps nothing endless, too deep, or that a database cannot hold', () => {
    const deep = { a: { b: { c: { d: { e: 1 } } } } };
    const kept = toKeptClaims({
      deep,
      text: 'x'.repeat(5000),
      nul: 'a\0b\ud800',
      list: Array.from({ length: 5000 }, () => 'group'),
    });
    expect(kept['text']).toHaveLength(500);
    expect(kept['list']).toHaveLength(100);
    expect(kept['nul']).toBe('ab\ufffd');
    expect(kept['deep']).toEqual({ a: { b: { c: '…' } } });
  });

  it('shows both where ID token and userinfo say different things', () => {
    expect(
      toKeptClaims({ sub: 's', email: 'a@x.example' }, { sub: 's', email: 'b@x.example', name: 'B' }),
    ).toEqual({
      sub: 's',
      email: 'a@x.example',
      'userinfo.email': 'b@x.example',
      name: 'B',
    });
  });

  it('takes a claim called __proto__ for what it is', () => {
    const claims = JSON.parse('{"__proto__": {"admin": true}, "sub": "s"}') as Record<string, unknown>;
    expect((toKeptClaims(claims) as { admin?: true }).admin).toBeUndefined();
  });
});

describe(toKeptError, () => {
  it('keeps 500 characters of the words, and none that are no text', () => {
    expect(toKeptError({ error: 'access_denied', error_description: 'x'.repeat(600) })).toEqual({
      error: 'access_denied',
      description: 'x'.repeat(500),
    });
    expect(toKeptError({ error: 7 })).toEqual({ error: '', description: null });
  });
});

describe(toEvidence, () => {
  it('says what the provider vouches for, and never the address', () => {
    expect(toEvidence({ email: 'scout@acme.example' })).toEqual({
      emailVerified: 'absent',
      hostedDomain: false,
      tid: null,
      domainOwnerVerified: 'absent',
    });
    const claims = { email_verified: 'true', hd: 'acme.example', tid: 'directory', xms_edov: 0 };
    expect(toEvidence(claims)).toEqual({
      emailVerified: 'yes',
      hostedDomain: true,
      tid: 'directory',
      domainOwnerVerified: 'no',
    });
  });
});
