import type { Proof } from './proof.ts';

const contracts = 'libs/contracts/src/api';
const applications = 'apps/broker/src/applications';

/** The registry of applications: what may be registered, who may hand out what, and what ends. */
export const APPLICATIONS: Proof[] = [
  {
    defence: 'a redirect URI has no wildcard, no fragment, and no character that a browser reads otherwise',
    file: `${contracts}/applications.ts`,
    text: "const WRITTEN_PLAINLY = /^[\\w\\-.~:/?[\\]@!$&'()+,;=%]+$/;",
    replacement: 'const WRITTEN_PLAINLY = /^/;',
    tests: `${contracts}/applications`,
    name: 'O01 B10 is refused with a wildcard in the path',
  },
  {
    defence: 'a redirect URI has no user name, which looks like the host',
    file: `${contracts}/applications.ts`,
    text: "return username === '' && password === '';",
    replacement: "return username !== 'nobody' || password === '';",
    tests: `${contracts}/applications`,
    name: 'O01 B10 is refused with a user name',
  },
  {
    defence: 'plain http is for loopback addresses',
    file: `${contracts}/applications.ts`,
    text: "(uri.startsWith('https://') || LOOPBACK.test(uri)) &&",
    replacement: "(uri.startsWith('http') || LOOPBACK.test(uri)) &&",
    tests: `${contracts}/applications`,
    name: 'O01 B10 is refused with plain http',
  },
  {
    defence: "an application's keys are public",
    file: `${contracts}/applications.ts`,
    text: '.refine((key) => !PRIVATE_PARTS.some((part) => part in key)',
    replacement: '.refine((key) => !PRIVATE_PARTS.some((part) => part in key && false)',
    tests: `${contracts}/applications`,
    name: 'O12 is refused with the private part d',
  },
  {
    defence: 'no answer has the hash of a secret',
    file: `${applications}/application.rules.ts`,
    text: 'secrets.map(({ hash: _, ...secret }) => secret)',
    replacement: 'secrets.map((secret) => secret)',
    tests: `${applications}/applications.int`,
    name: 'O12 shows the secret in this answer alone',
  },
  {
    defence: 'a machine hands out no scope that it has not itself',
    file: `${applications}/check-application.ts`,
    text: "if (bearer?.kind !== 'machine') return apiScopes;",
    replacement: "if (bearer?.kind !== 'nobody') return apiScopes;",
    tests: `${applications}/applications.int`,
    name: 'refuses scopes that the asking machine has not itself',
  },
  {
    defence: 'what an application was given ends with it',
    file: `${applications}/remove-application.ts`,
    text: 'await this.issued.removeOf(tx, id);',
    replacement: '',
    tests: `${applications}/applications.int`,
    name: 'ends its tokens, and keeps those of others',
  },
  {
    defence: 'a secret ends when its overlap does',
    file: `${applications}/application.store.ts`,
    text: "OR (secret->>'expiresAt')::timestamptz > now()",
    replacement: 'OR true',
    tests: `${applications}/secrets.int`,
    name: 'lets old and new through for the overlap',
  },
  {
    defence: 'the last secret that goes on stays',
    file: `${applications}/secrets.rules.ts`,
    text: "if (!left.some(({ expiresAt }) => expiresAt === null)) throw new AppError('secret_is_last');",
    replacement: '',
    tests: `${applications}/secrets.int`,
    name: 'refuses the only secret that goes on',
  },
  {
    defence: "nobody registers the audience of Portico's own APIs",
    file: `${applications}/set-resource-server.ts`,
    text: "if (wanted.audience === API_AUDIENCE) throw new AppError('audience_taken');",
    replacement: '',
    tests: `${applications}/resource-servers.int`,
    name: 'refuses the audience of another one',
  },
  {
    defence: 'a resource server does not go while an application is registered for it',
    file: `${applications}/resource-server.store.ts`,
    text: ".setLock('pessimistic_read')",
    replacement: '',
    tests: `${applications}/resource-servers.int`,
    name: 'and an application that names it meanwhile',
  },
];
