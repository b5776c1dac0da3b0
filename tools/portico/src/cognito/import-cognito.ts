import type { Scope, Tenant } from '@portico/contracts';
import { EXIT, Failure } from '../failure.js';
import type { Portico } from '../portico.js';
import { Secrets } from '../secrets-file.js';
import { applyApplications } from './apply-applications.js';
import { applyConnections } from './apply-connections.js';
import { applyUsers } from './apply-users.js';
import {
  type ApplicationStep,
  compareApplication,
  compareConnection,
  compareUsers,
  type ConnectionStep,
  type UserStep,
} from './compare.rules.js';
import { type Mapping, slugsOf } from './mapping.rules.js';
import { type ImportPlan, planImport } from './plan-import.rules.js';
import type { WantedUser } from './plan-users.rules.js';
import { type Present, type PresentTenant, readPresent } from './present.js';
import type { Handed } from './read-export.js';
import { refuse } from './refuse.js';
import type { Report } from './report-text.rules.js';
import { countItems, type Item, note } from './report.rules.js';

/** All that the import does by Portico's APIs; `sso:seed` for the shared callback. */
export const IMPORT_SCOPES: Scope[] = [
  'tenants:read',
  'tenants:write',
  'sso:read',
  'sso:write',
  'sso:seed',
  'sso:support',
  'users:read',
  'users:write',
  'applications:read',
  'applications:write',
];

/** Brings a user pool of Amazon Cognito into Portico, or says what that would come to. What is there stays as it is. */
export class ImportCognito {
  private readonly portico: Portico;
  private readonly secretsFile: string;

  constructor(portico: Portico, secretsFile: string) {
    this.portico = portico;
    this.secretsFile = secretsFile;
  }

  async run({ exported, mapping }: Handed, apply: boolean): Promise<Report> {
    const plan = planImport(exported, mapping);
    const slugs = new Set([...slugsOf(mapping), ...plan.users.wanted.map(({ tenant }) => tenant)]);
    const present = await readPresent(this.portico, [...slugs]);
    checkTenants(mapping, present);
    const work = compare(plan, mapping, present);
    if (apply) await this.apply(work, present, mapping);
    const items = itemsOf(work);
    return {
      applied: apply,
      counts: countItems(items),
      items,
      notes: plan.notes,
      secretsFile: apply && work.applications.some(makesSecret) ? this.secretsFile : null,
    };
  }

  private async apply(work: Work, { tenants }: Present, mapping: Mapping): Promise<void> {
    const secrets = new Secrets(work.applications.some(makesSecret) ? this.secretsFile : undefined);
    for (const item of work.tenants) await this.addTenant(item, tenants, mapping);
    const connections = await applyConnections(this.portico, work.connections, tenants);
    await applyApplications(this.portico, work.applications, { tenants, connections, secrets });
    for (const [slug, steps] of work.users) {
      const tenant = tenants.get(slug)?.tenant;
      if (tenant) await applyUsers(this.portico, steps, { tenant, connections });
    }
  }

  private async addTenant(item: Item, tenants: Map<string, PresentTenant>, mapping: Mapping): Promise<void> {
    if (item.outcome !== 'create') return;
    const slug = item.name;
    const body = { slug, name: mapping.tenants[slug] ?? slug };
    await refuse(item, async () => {
      const tenant = await this.portico.ssoConfig.call<Tenant>('POST', '/v1/tenants', body);
      tenants.set(slug, { tenant, connections: [], users: [] });
    });
  }
}

/** Everything that is to be looked at, with its line of the report. */
interface Work {
  tenants: Item[];
  connections: ConnectionStep[];
  applications: ApplicationStep[];
  /** By the slug of their tenant. */
  users: Map<string, UserStep[]>;
  leftOut: Item[];
}

const makesSecret = ({ item, wanted }: ApplicationStep): boolean =>
  item.outcome === 'create' && wanted.body.kind !== 'public';

/** A slug that the mapping names and nobody has is a slip of the pen. */
const checkTenants = (mapping: Mapping, { tenants }: Present): void => {
  const missing = slugsOf(mapping).filter(
    (slug) => !tenants.get(slug)?.tenant && !Object.hasOwn(mapping.tenants, slug),
  );
  if (missing.length > 0)
    throw new Failure(
      EXIT.misused,
      missing
        .map(
          (slug) =>
            `There is no tenant ${slug}: name it under "tenants" of the mapping file to have it made.`,
        )
        .join('\n'),
    );
};

const compare = (plan: ImportPlan, mapping: Mapping, { tenants, applications }: Present): Work => {
  const at = (slug: string): PresentTenant =>
    tenants.get(slug) ?? { tenant: null, connections: [], users: [] };
  const isKnown = ({ tenant }: WantedUser): boolean =>
    at(tenant).tenant !== null || Object.hasOwn(mapping.tenants, tenant);
  const byTenant = Object.groupBy(plan.users.wanted.filter(isKnown), ({ tenant }) => tenant);
  const unknown = plan.users.wanted.filter((user) => !isKnown(user));
  return {
    tenants: Object.keys(mapping.tenants).map((slug) => ({
      kind: 'tenant',
      name: slug,
      outcome: at(slug).tenant ? 'unchanged' : 'create',
      notes: [],
    })),
    connections: plan.connections.map((wanted) => compareConnection(wanted, at(wanted.tenant))),
    applications: plan.applications.map((wanted) => compareApplication(wanted, applications)),
    users: new Map(
      Object.entries(byTenant).map(([slug, users = []]) => [slug, compareUsers(users, at(slug))]),
    ),
    leftOut: [
      ...plan.leftOut.connections.map((left): Item => ({ kind: 'connection', outcome: 'left_out', ...left })),
      ...plan.leftOut.applications.map((left): Item => ({
        kind: 'application',
        outcome: 'left_out',
        ...left,
      })),
      ...plan.users.leftOut.map(({ username: name, ...left }): Item => ({
        kind: 'user',
        outcome: 'left_out',
        name,
        ...left,
      })),
      ...unknown.map(({ username: name, tenant }): Item => ({
        kind: 'user',
        name,
        outcome: 'left_out',
        notes: [note('tenant_unknown', `There is no tenant ${tenant}.`)],
      })),
    ],
  };
};

const itemsOf = ({ tenants, connections, applications, users, leftOut }: Work): Item[] => [
  ...tenants,
  ...[...connections, ...applications, ...[...users.values()].flat()].map(({ item }) => item),
  ...leftOut,
];
