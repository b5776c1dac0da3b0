import { Provider, Slug } from '@portico/contracts';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { CognitoExport } from './aws-json.rules.js';

const leaveOut = z.literal(true).optional();

const ProviderChoice = z
  .strictObject({
    tenant: Slug.optional(),
    leaveOut,
    /** Where the issuer does not tell it, as for an Okta with a domain of its own. */
    provider: Provider.optional(),
    name: z.string().trim().min(1).max(80).optional(),
    /** `shared` keeps `/oauth2/idpresponse`; `own` is safer, and has to be entered at the identity provider. */
    callback: z.enum(['shared', 'own']).default('shared'),
    mode: z.enum(['off', 'enabled']).default('off'),
  })
  .refine(({ tenant, leaveOut: left }) => (tenant === undefined) === (left === true), {
    message: 'needs either tenant or leaveOut',
  });

const ClientChoice = z
  .strictObject({
    tenants: z.union([z.literal('all'), z.array(Slug).min(1)]).optional(),
    leaveOut,
    name: z.string().trim().min(1).max(80).optional(),
  })
  .refine(({ tenants, leaveOut: left }) => (tenants === undefined) === (left === true), {
    message: 'needs either tenants or leaveOut',
  });

/** Ways to find a user's tenant, tried in their order; the first that finds one decides. */
const TenantRule = z.discriminatedUnion('by', [
  /** That of the provider of its `identities`. */
  z.strictObject({ by: z.literal('provider') }),
  /** The attribute's value is the slug, or leads to it by `values`. */
  z.strictObject({
    by: z.literal('attribute'),
    name: z.string().min(1),
    values: z.record(z.string(), Slug).optional(),
  }),
  /** Of a verified address. */
  z.strictObject({ by: z.literal('domain'), values: z.record(z.string(), Slug) }),
  z.strictObject({ by: z.literal('all'), tenant: Slug }),
]);

/** What belongs to which tenant: nothing of this is in Cognito's JSON, and nothing of it is guessed. */
export const Mapping = z.strictObject({
  /** Slug and name of tenants that are made if they are missing; others have to be there. */
  tenants: z.record(Slug, z.string().trim().min(1).max(120)).default({}),
  /** By the names of Cognito. */
  providers: z.record(z.string(), ProviderChoice).default({}),
  /** By the client ids of Cognito. */
  clients: z.record(z.string(), ClientChoice).default({}),
  users: z
    .strictObject({
      tenant: z.array(TenantRule).min(1),
      /** The attribute that holds the key of the application's own user table. */
      externalId: z.string().min(1).optional(),
    })
    .default({ tenant: [{ by: 'provider' }] }),
});
export type Mapping = z.infer<typeof Mapping>;
export type TenantRule = z.infer<typeof TenantRule>;

/** Reads the mapping file; every fault of it is told, each with its place. */
export const readMapping = (
  text: string,
  exported: Pick<CognitoExport, 'providers' | 'clients'>,
): { mapping: Mapping } | { faults: string[] } => {
  const document = parseDocument(text);
  if (document.errors.length > 0) return { faults: document.errors.map(({ message }) => message) };
  const parsed = Mapping.safeParse(document.toJS() ?? {});
  if (!parsed.success)
    return {
      faults: parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`),
    };
  const faults = strayFaults(parsed.data, exported);
  return faults.length > 0 ? { faults } : { mapping: parsed.data };
};

/** A name that no file has is a slip of the pen: what was meant by it would be left out. */
const strayFaults = (
  { providers, clients }: Mapping,
  exported: Pick<CognitoExport, 'providers' | 'clients'>,
): string[] => {
  const known = {
    providers: new Set(exported.providers.map(({ ProviderName }) => ProviderName)),
    clients: new Set(exported.clients.map(({ ClientId }) => ClientId)),
  };
  return [
    ...Object.keys(providers)
      .filter((name) => !known.providers.has(name))
      .map((name) => `providers.${name}: no file describes an identity provider of this name`),
    ...Object.keys(clients)
      .filter((id) => !known.clients.has(id))
      .map((id) => `clients.${id}: no file describes a client with this id`),
  ];
};

/** Every slug that the mapping speaks of. */
export const slugsOf = ({ tenants, providers, clients, users }: Mapping): string[] => [
  ...new Set([
    ...Object.keys(tenants),
    ...Object.values(providers).flatMap(({ tenant }) => tenant ?? []),
    ...Object.values(clients).flatMap(({ tenants: some }) => (some === 'all' ? [] : (some ?? []))),
    ...users.tenant.flatMap(slugsOfRule),
  ]),
];

const slugsOfRule = (rule: TenantRule): string[] => {
  if (rule.by === 'all') return [rule.tenant];
  return rule.by === 'provider' ? [] : Object.values(rule.values ?? {});
};
