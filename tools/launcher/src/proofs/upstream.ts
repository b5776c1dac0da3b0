import type { Proof } from './proof.ts';

const upstream = 'apps/broker/src/upstream';

/** What identity providers, and whoever plays one, may say to the broker. */
export const UPSTREAM: Proof[] = [
  {
    defence: 'signature of the ID token',
    file: `${upstream}/configuration.client.ts`,
    text: 'enableNonRepudiationChecks(configuration);',
    replacement: 'void enableNonRepudiationChecks;',
    tests: `${upstream}/hardened-login`,
    name: 'P09',
  },
  {
    defence: 'nonce of the ID token',
    file: `${upstream}/exchange-code.client.ts`,
    text: '    expectedNonce: nonce,\n',
    replacement: '',
    tests: `${upstream}/hardened-login`,
    name: 'P07',
  },
  {
    defence: 'issuer of the ID token, letter by letter',
    file: `${upstream}/id-token.rules.ts`,
    text: "if (!issuerSpellingsOf(connection).some((name) => name === claims['iss']))",
    replacement: "if (!claims['iss'])",
    tests: `${upstream}/id-token.rules`,
    name: 'refuses P16',
  },
  {
    defence: 'a second spelling of the issuer is for Google alone',
    file: `${upstream}/issuer-spelling.rules.ts`,
    text: "provider === 'google' ? [issuer, issuer.",
    replacement: 'provider ? [issuer, issuer.',
    tests: `${upstream}/id-token.rules`,
    name: 'M11',
  },
  {
    defence: 'no Azure issuer that is a template',
    file: `${upstream}/metadata.rules.ts`,
    text: ".includes('{tenantid}')",
    replacement: ".includes('{never}')",
    tests: `${upstream}/metadata.rules`,
    name: 'M10',
  },
  {
    defence: 'no e-mail from the userinfo of Azure',
    file: `${upstream}/claims.rules.ts`,
    text: 'const asked = isAzure ? [] : email;',
    replacement: 'const asked = email;',
    tests: `${upstream}/claims.rules`,
    name: 'M08',
  },
  {
    defence: 'a yes about `email` vouches for no other claim',
    file: `${upstream}/claims.rules.ts`,
    text: '([name, value]) => !WORDS_FOR_EMAIL.includes(name) || !isYes(value)',
    replacement: '() => true',
    tests: `${upstream}/claims.rules`,
    name: 'M05',
  },
  {
    defence: 'a DNS server that fails has not said that a record is missing',
    file: `${upstream}/txt-records.client.ts`,
    text: "'ENOTFOUND', 'ENODATA', 'EBADNAME'",
    replacement: "'ENOTFOUND', 'ENODATA', 'EBADNAME', 'ESERVFAIL', 'EREFUSED', 'ETIMEOUT'",
    tests: `${upstream}/txt-records`,
    name: 'M03',
  },
  {
    // Its pure test alone: with the check out, the others would call real addresses.
    defence: 'address check of the wall',
    file: `${upstream}/egress.rules.ts`,
    text: "if (!isPublicHost(url.hostname)) return { outcome: 'refused', reason: 'private' };",
    replacement: 'void isPublicHost;',
    tests: `${upstream}/egress.rules`,
    name: 'S01',
  },
];
