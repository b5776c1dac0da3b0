import type { Configuration } from 'oidc-provider';

/** What oidc-provider puts in the place of what it is not told: it warns, and runs. */
const DEFAULTS: readonly [name: string, isLeft: (configuration: Configuration) => boolean][] = [
  ['jwks: signing keys that everybody has', ({ jwks }) => !jwks?.keys.length],
  ['adapter: everything in the memory of one process', ({ adapter }) => adapter === undefined],
  [
    'features.devInteractions: sign-ins without a proof',
    ({ features }) => features?.devInteractions?.enabled !== false,
  ],
  ['cookies.keys: cookies without a signature', ({ cookies }) => !cookies?.keys],
  ['findAccount: a person for every name', ({ findAccount }) => findAccount === undefined],
  ['interactions.url', ({ interactions }) => interactions?.url === undefined],
  ['renderError: failure pages with the details', ({ renderError }) => renderError === undefined],
];

/** Throws for a configuration that leaves a default for development in place, so that nothing starts with it. */
export const checkDefaults = (configuration: Configuration): Configuration => {
  const left = DEFAULTS.filter(([, isLeft]) => isLeft(configuration)).map(([name]) => name);
  if (left.length > 0)
    throw new TypeError(`the OpenID Provider would run on defaults for development: ${left.join('; ')}`);
  return configuration;
};
