import { existsSync } from 'node:fs';
import { type PasswordLink, PLATFORM_SLUG, type Tenant, type User } from '@portico/contracts';
import type { Command } from 'commander';
import { EXIT, Failure } from '../failure.js';
import { type KeyOptions, keyDirectoryOf } from '../key-place.js';
import { Portico } from '../portico.js';

interface Options extends KeyOptions {
  email: string;
  name?: string;
}

/** `portico bootstrap operator`: by the public APIs, for the machine application `seed`. */
export const operator = async (_options: object, command: Command): Promise<void> => {
  const options = command.optsWithGlobals<Options>();
  const portico = new Portico(
    command,
    ['tenants:read', 'tenants:write', 'users:read', 'users:write', 'sso:seed'],
    seedOf(options),
  );
  const tenant = await findPlatform(portico);
  const usersPath = `/v1/tenants/${tenant.id}/users`;
  const user = await findOperator(portico, usersPath, options);
  const link = user.passwordSet
    ? undefined
    : await portico.identity.call<PasswordLink>('POST', `${usersPath}/${user.id}/password-link/handed-over`);
  portico.show({ tenantId: tenant.id, userId: user.id, email: user.email, ...link }, () =>
    link
      ? linkLines(user.email, link)
      : [`${user.email} is an operator and has a password already; no link was made.`],
  );
};

/** The seed's credentials are in the directory, unless the environment names another application. */
const seedOf = (options: Options): NodeJS.ProcessEnv => {
  const { seedSecret } = keyDirectoryOf(options);
  const ours = { PORTICO_CLIENT_ID: 'seed', PORTICO_CLIENT_SECRET_FILE: seedSecret };
  return existsSync(seedSecret) && !process.env['PORTICO_CLIENT_ID']
    ? { ...process.env, ...ours }
    : process.env;
};

const findPlatform = async (portico: Portico): Promise<Tenant> => {
  const { tenants } = await portico.ssoConfig.get<{ tenants: Tenant[] }>(`/v1/tenants?slug=${PLATFORM_SLUG}`);
  return (
    tenants[0] ??
    (await portico.ssoConfig.call<Tenant>('POST', '/v1/tenants', { slug: PLATFORM_SLUG, name: 'Portico' }))
  );
};

const findOperator = async (
  portico: Portico,
  usersPath: string,
  { email, name = email }: Options,
): Promise<User> => {
  const { users } = await portico.identity.get<{ users: User[] }>(
    `${usersPath}?email=${encodeURIComponent(email)}`,
  );
  const user =
    users[0] ?? (await portico.identity.call<User>('POST', usersPath, { email, name, roles: ['operator'] }));
  // Raising somebody is for an operator to decide, not for whoever runs this again.
  if (!user.roles.includes('operator') || user.status !== 'active')
    throw new Failure(
      EXIT.refused,
      `${email} is of the platform already, ${user.status === 'active' ? `as ${user.roles.join(', ')}` : 'deactivated'}: an operator changes that in the dashboard.`,
    );
  return user;
};

const linkLines = (email: string, { url, expiresAt }: PasswordLink): string[] => [
  `${email} is an operator. Whoever opens this link chooses the password, once, until ${expiresAt}:`,
  '',
  `  ${url}`,
  '',
  'The first sign-in asks for a second factor to be set up.',
];
