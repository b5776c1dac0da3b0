import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One federated login, file by file in the order in which a request meets them. */
const STEPS: [title: string, files: [path: string, what: string][]][] = [
  [
    'The application sends the browser: `GET /oauth2/authorize`',
    [
      ['apps/broker/src/main.ts', 'mounts the OpenID Provider before Nest reads bodies'],
      ['apps/broker/src/provider/create-provider.ts', 'pins the host, hashes presented secrets'],
      ['apps/broker/src/provider/provider-configuration.ts', 'everything that oidc-provider is told'],
      ['apps/broker/src/provider/interaction-policy.ts', 'must this browser sign in? `policy.decide(keep)`'],
      ['apps/broker/src/provider/artifact.store.ts', 'stores the interaction that the screens answer'],
    ],
  ],
  [
    'Screens 1 and 2: the e-mail finds the identity provider: `POST /login/{uid}/sso`',
    [
      ['apps/broker/src/screens/first-screen.controller.ts', 'screen 1, unless the way in is known already'],
      ['apps/broker/src/screens/sso-screen.controller.ts', 'the door of screen 2'],
      [
        'apps/broker/src/interactions/interactions.client.ts',
        'the interaction of this browser, by its signed cookie',
      ],
      ['apps/broker/src/screens/choose-way-in.ts', 'where an address goes on, throttled and in like time'],
      [
        'apps/broker/src/screens/find-tenants.ts',
        'whose address it is: by user records, else by a proved domain',
      ],
      [
        'apps/broker/src/screens/find-memberships.ts',
        'asks identity who has the address; reads each tenant’s settings',
      ],
      [
        'apps/broker/src/settings/find-settings.ts',
        'the projection’s row, or sso-config for a tenant never seen',
      ],
      ['apps/broker/src/screens/ways.rules.ts', '`policy.decide(start)` for every connection'],
      ['apps/broker/src/screens/next-step.rules.ts', 'choose an organisation, choose a way in, or leave'],
      ['libs/policy/src/decide.rules.ts', 'the one decision about modes'],
    ],
  ],
  [
    'The browser leaves for the identity provider',
    [
      ['apps/broker/src/screens/depart.ts', 'this browser remembers the choice'],
      ['apps/broker/src/screens/start-login.ts', 'stores the login, seals the cookie that brings it back'],
      ['apps/broker/src/upstream/start-upstream.ts', 'the authorization request: state, nonce, PKCE'],
      ['apps/broker/src/logins/login.store.ts', 'one row per login, under a speakable reference'],
      ['apps/broker/src/logins/login-cookies.ts', 'what the browser carries, sealed'],
    ],
  ],
  [
    'Back again: `GET /oauth2/idpresponse/{connectionId}`',
    [
      ['apps/broker/src/callback/callback.controller.ts', 'the door'],
      ['apps/broker/src/callback/callback.rules.ts', 'one state, this browser, this connection'],
      [
        'apps/broker/src/callback/finish-login.ts',
        'claims the login before the code is redeemed; ends it in one transaction',
      ],
      ['apps/broker/src/callback/identify-user.ts', 'decides, redeems, matches, decides again'],
      [
        'apps/broker/src/settings/find-revision.ts',
        'the values that the login began with, if they were replaced',
      ],
      ['apps/broker/src/upstream/finish-upstream.ts', 'the answer, the ID token, userinfo'],
      ['apps/broker/src/upstream/exchange-code.client.ts', 'the code for tokens, once'],
      ['apps/broker/src/upstream/wall.client.ts', 'the only way to the internet'],
      [
        'apps/broker/src/callback/wishes-proof.rules.ts',
        'are `prompt`, `max_age` and essential `acr` proved?',
      ],
      [
        'apps/broker/src/callback/upstream-identity.rules.ts',
        'which claim is the e-mail, and what it may prove',
      ],
      ['apps/broker/src/callback/match-user.ts', 'asks identity whose identity this is'],
    ],
  ],
  [
    'Identity matches: `ask.identity.resolve`',
    [
      ['apps/identity/src/match/resolve.responder.ts', 'the door'],
      [
        'apps/identity/src/match/resolve-identity.ts',
        'one transaction: look, choose, pin, remember the answer',
      ],
      ['apps/identity/src/match/decide-match.ts', 'reads what the rules need; for test sign-ins too'],
      ['apps/identity/src/match/match.rules.ts', 'the link decides alone; else the trusted e-mail, once'],
    ],
  ],
  [
    'One commit, then on to the application',
    [
      [
        'apps/broker/src/logins/complete-login.ts',
        'login, interaction result and `login.completed` together',
      ],
      ['apps/broker/src/interactions/interaction.store.ts', 'hands the browser back to the OpenID Provider'],
      ['apps/broker/src/provider/find-account.ts', 'begins the session; `policy.decide(issue)` for the code'],
      ['apps/broker/src/provider/claims.rules.ts', 'what the application learns'],
      ['libs/messaging/src/relay.ts', 'publishes the event, at least once'],
    ],
  ],
];

const linesOf = (root: string, path: string): number =>
  readFileSync(join(root, path), 'utf8').split('\n').length - 1;

/** The table of `docs/architecture.md`, with the line counts of today. */
export const renderLoginPath = (root: string): string => {
  const total = STEPS.flatMap(([, files]) => files.map(([path]) => linesOf(root, path))).reduce(
    (a, b) => a + b,
    0,
  );
  const count = STEPS.flatMap(([, files]) => files).length;
  const parts = STEPS.map(([title, files], index) => {
    const rows = files.map(
      ([path, what]) => `| [\`${path}\`](../${path}) | ${linesOf(root, path)} | ${what} |`,
    );
    return [
      `**${index + 1}. ${title}**`,
      '',
      '| file | lines | what it does |',
      '| --- | ---: | --- |',
      ...rows,
    ].join('\n');
  });
  return [...parts, `${count} files, ${total} lines, comments and imports included.`].join('\n\n');
};
