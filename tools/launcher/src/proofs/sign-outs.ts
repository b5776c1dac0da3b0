import type { Proof } from './proof.ts';

const DELIVERY = 'apps/broker/src/logouts/deliver-logouts.int.spec.ts';
const SIGN_OUT = 'apps/broker/src/provider/sign-out.int.spec.ts';
const LINKS = 'apps/broker/src/screens/links.int.spec.ts';

/** Sign-outs in every direction, and sign-ins that begin elsewhere. */
export const SIGN_OUTS: readonly Proof[] = [
  {
    defence: 'a logout token that is not accepted is sent again',
    file: 'apps/broker/src/logouts/applications.client.ts',
    text: `return { outcome: 'refused', ...toFault(error) };`,
    replacement: `return toFault(error) && { outcome: 'accepted' };`,
    tests: DELIVERY,
    name: 'O15 does not take',
  },
  {
    defence: 'a logout token that one round sends is nobody else’s for a minute',
    file: 'apps/broker/src/logouts/logout-delivery.store.ts',
    text: 'next_try_at = now() + make_interval(secs => ${LEASE_SECONDS.toString()})',
    replacement: 'next_try_at = now()',
    tests: DELIVERY,
    name: 'O15 tells once',
  },
  {
    defence: 'an application that hangs rests',
    file: 'apps/broker/src/logouts/deliver-logouts.ts',
    text: 'namesAtRest(this.rests, performance.now())',
    replacement: 'namesAtRest(new Map(this.rests && []), performance.now())',
    tests: DELIVERY,
    name: 'F27',
  },
  {
    defence: 'no browser waits while applications are told of its sign-out',
    file: 'apps/broker/src/provider/create-provider.ts',
    text: 'if (!Provider.ctx) await send.call(this, sub, sid);',
    replacement: 'await send.call(this, sub, sid);',
    tests: DELIVERY,
    name: 'F27',
  },
  {
    defence: 'an application’s own server is reached only where the wall goes or the deployment says so',
    file: 'apps/broker/src/upstream/wall.client.ts',
    text: 'const target = judgeTarget(address, allowed);',
    replacement: 'const target = judgeTarget(address, [...allowed, new URL(address).origin]);',
    tests: DELIVERY,
    name: 'S14',
  },
  {
    defence: 'only an ID token of this very session signs out without a question',
    file: 'apps/broker/src/provider/sign-out.rules.ts',
    text: `payload['sid'] === session.sidFor(client.clientId)`,
    replacement: `session.sidFor(client.clientId) !== undefined`,
    tests: SIGN_OUT,
    name: 'asks where the hint is of another session',
  },
  {
    defence: 'after a sign-out no sign-in goes on by itself',
    file: 'apps/broker/src/screens/skip-screens.ts',
    text: 'if (await this.cookies.read(request, SIGNED_OUT))',
    replacement: 'if ((await this.cookies.read(request, SIGNED_OUT)) && !link)',
    tests: SIGN_OUT,
    name: 'goes nowhere by itself after',
  },
  {
    defence: 'the way on from the identity provider’s sign-out is the browser’s own',
    file: 'apps/broker/src/logouts/logout.controller.ts',
    text: 'after.state !== state',
    replacement: 'after.state === undefined',
    tests: SIGN_OUT,
    name: 'leads on from there only',
  },
  {
    defence: 'a target elsewhere does not go along to an application',
    file: 'apps/broker/src/screens/initiation.rules.ts',
    text: 'origins.includes(target.origin)',
    replacement: 'origins.length > 0',
    tests: LINKS,
    name: 'B10',
  },
  {
    defence: 'a tile speaks for its own identity provider alone',
    file: 'apps/broker/src/screens/open-link.ts',
    text: 'tile.issuer !== found.issuer',
    replacement: 'found.issuer === tile.connectionId',
    tests: LINKS,
    name: 'is refused with another issuer',
  },
];
