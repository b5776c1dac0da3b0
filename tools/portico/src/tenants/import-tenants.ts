import type {
  Connection,
  ConnectionRevision,
  RevisionList,
  Scope,
  SsoSettings,
  TenantPage,
} from '@portico/contracts';
import type { Command } from 'commander';
import { faulty, readText } from '../apply/apply.js';
import { isDone } from '../apply/plan.rules.js';
import { planLines } from '../apply/plan-lines.js';
import { EXIT, Failure } from '../failure.js';
import { Portico } from '../portico.js';
import { applyTenants } from './apply-tenants.js';
import { type ClientSecrets, planTenants } from './plan-tenants.rules.js';
import { readTenantsFile, type TenantsFile } from './tenants-file.rules.js';

interface ImportOptions {
  secretsFile?: string;
  replaceSecrets?: true;
  dryRun?: true;
  yes?: true;
}

/** `portico tenants import`: makes tenants what the file says, after showing what that means. */
export const importTenants = async (
  name: string,
  options: ImportOptions,
  command: Command,
): Promise<void> => {
  const read = readTenantsFile(readText(name));
  if (read.outcome === 'faulty') throw faulty(name, read.faults);
  const { file, placeOf } = read;
  const secrets = readSecrets(options.secretsFile);
  const portico = new Portico(command, scopesFor(file));
  const present = await readPresent(portico, file);
  const plan = planTenants(file.tenants, present, {
    secrets,
    replaceSecrets: options.replaceSecrets ?? false,
  });
  if (plan.conflicts.length > 0)
    throw faulty(
      name,
      plan.conflicts.map(({ path, message }) => ({ ...placeOf(path), message })),
    );
  const told = { plan: plan.steps, notes: plan.notes };
  const lines = [...planLines(plan), ...plan.notes];
  if (isDone(plan) || options.dryRun) {
    portico.show({ ...told, applied: false }, () => lines);
    process.exitCode = isDone(plan) ? EXIT.done : EXIT.wouldChange;
    return;
  }
  for (const line of lines) portico.tell(line);
  if (!options.yes) await portico.checkWanted('Import this?');
  const challenges = await applyTenants(portico, { file, plan, present, secrets });
  portico.show({ ...told, applied: true, challenges }, () =>
    challenges.map(
      ({ domain, name, value }) => `${domain} is to be proved by the TXT record ${name} ${value}`,
    ),
  );
};

/** No more than the file needs. */
const scopesFor = ({ tenants }: TenantsFile): Scope[] => {
  const connections = tenants.flatMap((tenant) => tenant.connections);
  const seeds = connections.some(({ mode, callback }) => mode === 'enforced' || callback === 'shared');
  const unlisted = tenants.some(({ unlistedProvider }) => unlistedProvider !== undefined);
  return [
    ...(['tenants:read', 'tenants:write', 'sso:read', 'sso:write'] as const),
    ...(seeds ? (['sso:seed'] as const) : []),
    ...(unlisted ? (['sso:support'] as const) : []),
  ];
};

const readSecrets = (path: string | undefined): ClientSecrets => {
  if (path === undefined) return {};
  try {
    return JSON.parse(readText(path)) as ClientSecrets;
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(EXIT.misused, `The secrets file ${path} holds something else than JSON.`);
  }
};

/** What is there of the file's tenants, each connection with the values that were saved last. */
const readPresent = async (portico: Portico, { tenants }: TenantsFile): Promise<Map<string, SsoSettings>> => {
  const present = new Map<string, SsoSettings>();
  for (const { slug } of tenants) {
    const page = await portico.ssoConfig.get<TenantPage>(`/v1/tenants?slug=${encodeURIComponent(slug)}`);
    const [tenant] = page.tenants;
    if (!tenant) continue;
    const settings = await portico.ssoConfig.get<SsoSettings>(`/v1/tenants/${tenant.id}/sso`);
    const connections: Connection[] = [];
    for (const connection of settings.connections) connections.push(await readNewest(portico, connection));
    present.set(slug, { ...settings, connections });
  }
  return present;
};

/** Values of a connection that is on wait for a test; a file that says them too has nothing more to say. */
const readNewest = async (portico: Portico, connection: Connection): Promise<Connection> => {
  if (connection.pendingRevision === null) return connection;
  const path = `/v1/tenants/${connection.tenantId}/connections/${connection.id}/revisions`;
  const { revisions } = await portico.ssoConfig.get<RevisionList>(path);
  const pending: Partial<ConnectionRevision> = revisions.find(({ status }) => status === 'pending') ?? {};
  return { ...connection, ...pending, revision: connection.pendingRevision };
};
