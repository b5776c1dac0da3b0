import type { Proof } from './proof.ts';

const keys = 'apps/broker/src/keys';

/** The keys that sign tokens: what is published when, who makes them, and what starts without them. */
export const KEYS: Proof[] = [
  {
    defence: 'a key is published before it signs',
    file: `${keys}/signing-keys.rules.ts`,
    text: 'const activeFrom = later(now, schedule.leadSeconds);',
    replacement: 'const activeFrom = now;',
    tests: `${keys}/rotation`,
    name: 'O11 F26',
  },
  {
    defence: 'a key stays published until its last token is gone',
    file: `${keys}/make-signing-keys.ts`,
    text: 'later(activeFrom, KEPT_SECONDS)',
    replacement: 'activeFrom',
    tests: `${keys}/signing-keys.int`,
    name: 'O11',
  },
  {
    defence: 'the key that signs stands first',
    file: `${keys}/signing-keys.ts`,
    text: "['active', 'next', 'retiring']",
    replacement: "['next', 'active', 'retiring']",
    tests: `${keys}/rotation`,
    name: 'O11',
  },
  {
    defence: 'one replica at a time decides about the keys',
    file: `${keys}/make-signing-keys.ts`,
    text: 'await this.store.lock(tx);',
    replacement: '',
    tests: `${keys}/signing-keys.int`,
    name: 'are made once',
  },
  {
    defence: 'after a leak nothing older stays',
    file: `${keys}/make-signing-keys.ts`,
    text: "if (older === 'withdraw') await this.store.removeAll(tx);",
    replacement: '',
    tests: `${keys}/rotation`,
    name: 'refuses every older token',
  },
  {
    defence: 'signing keys are sealed to their name',
    file: 'libs/secrets/src/sealing.ts',
    text: 'given.get(name) === value',
    replacement: 'given.has(name)',
    tests: `${keys}/signing-keys.int`,
    name: 'do not open under another name',
  },
  {
    defence: 'other keys are another provider',
    file: 'apps/broker/src/issuer/openid-provider.ts',
    text: 'current !== this.keys',
    replacement: 'false',
    tests: `${keys}/rotation`,
    name: 'O11',
  },
  {
    defence: 'nothing starts on defaults that are meant for development',
    file: 'apps/broker/src/provider/create-provider.ts',
    text: 'checkDefaults(configuration.run(issuer, jwks))',
    replacement: 'configuration.run(issuer, jwks)',
    tests: 'apps/broker/src/provider/create-provider',
    name: 'O10',
  },
];
