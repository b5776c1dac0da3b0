import { z } from 'zod';

const texts = z.array(z.string()).nullish();
const mapped = z.record(z.string(), z.string()).nullish();
const moment = z.union([z.number(), z.string()]).nullish();

/**
 * What `aws cognito-idp describe-identity-provider` prints; unknown fields are let be.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_IdentityProviderType.html
 */
const DescribedProvider = z.object({
  ProviderName: z.string().min(1),
  ProviderType: z.string(),
  ProviderDetails: mapped,
  AttributeMapping: mapped,
  IdpIdentifiers: texts,
});

const Validity = z.int().min(0).nullish();
const Unit = z.enum(['seconds', 'minutes', 'hours', 'days']).nullish();

/**
 * What `aws cognito-idp describe-user-pool-client` prints.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolClientType.html
 */
const DescribedClient = z.object({
  ClientId: z.string().min(1),
  ClientName: z.string().nullish(),
  ClientSecret: z.string().nullish(),
  AccessTokenValidity: Validity,
  IdTokenValidity: Validity,
  RefreshTokenValidity: Validity,
  TokenValidityUnits: z.object({ AccessToken: Unit, IdToken: Unit, RefreshToken: Unit }).nullish(),
  ExplicitAuthFlows: texts,
  WriteAttributes: texts,
  SupportedIdentityProviders: texts,
  CallbackURLs: texts,
  LogoutURLs: texts,
  AllowedOAuthFlows: texts,
  AllowedOAuthScopes: texts,
  AllowedOAuthFlowsUserPoolClient: z.boolean().nullish(),
});

/**
 * One of the users that `aws cognito-idp list-users` prints.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserType.html
 */
const ListedUser = z.object({
  Username: z.string().min(1),
  Attributes: z.array(z.object({ Name: z.string(), Value: z.string().nullish() })).default([]),
  Enabled: z.boolean().default(true),
  UserStatus: z.string().default('UNKNOWN'),
  UserLastModifiedDate: moment,
});

/** The value of the attribute `identities`: a list, as text of JSON. */
const Identities = z.array(
  z.object({ userId: z.string(), providerName: z.string(), providerType: z.string().nullish() }),
);

export type CognitoProvider = z.infer<typeof DescribedProvider>;
export type CognitoClient = z.infer<typeof DescribedClient>;

/** A user of the pool, with the attributes by name. */
export interface CognitoUser {
  username: string;
  attributes: Readonly<Record<string, string>>;
  enabled: boolean;
  status: string;
  /** In milliseconds since 1970; 0 where it is not told. */
  modifiedAt: number;
  identities: readonly CognitoIdentity[];
}

/** Whom an identity provider of the pool knows the user as. */
export interface CognitoIdentity {
  providerName: string;
  userId: string;
}

/** What one file or several hold. */
export interface CognitoExport {
  providers: CognitoProvider[];
  clients: CognitoClient[];
  users: CognitoUser[];
}

/** One of these keys is at the top of everything that the three commands print. */
const OUTPUTS = {
  IdentityProvider: z.object({ IdentityProvider: DescribedProvider }),
  UserPoolClient: z.object({ UserPoolClient: DescribedClient }),
  Users: z.object({ Users: z.array(ListedUser) }),
};

/** Reads what a file holds, or says in a sentence why it cannot be used. */
export const readAwsJson = (text: string): Partial<CognitoExport> | { fault: string } => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { fault: 'is not JSON' };
  }
  const key = (Object.keys(OUTPUTS) as (keyof typeof OUTPUTS)[]).find(
    (name) => typeof json === 'object' && json !== null && name in json,
  );
  if (!key)
    return {
      fault: 'is not what describe-identity-provider, describe-user-pool-client or list-users print',
    };
  const parsed = OUTPUTS[key].safeParse(json);
  if (!parsed.success)
    return {
      fault: parsed.error.issues
        .slice(0, 5)
        .map(({ path, message }) => `${path.join('.')}: ${message}`)
        .join('; '),
    };
  return toExport(parsed.data);
};

const toExport = (data: z.infer<(typeof OUTPUTS)[keyof typeof OUTPUTS]>): Partial<CognitoExport> => {
  if ('IdentityProvider' in data) return { providers: [data.IdentityProvider] };
  if ('UserPoolClient' in data) return { clients: [data.UserPoolClient] };
  return { users: data.Users.map(toUser) };
};

const toUser = (listed: z.infer<typeof ListedUser>): CognitoUser => {
  const attributes = Object.fromEntries(
    listed.Attributes.map(({ Name, Value }) => [Name, Value ?? ''] as const),
  );
  return {
    username: listed.Username,
    attributes,
    enabled: listed.Enabled,
    status: listed.UserStatus,
    modifiedAt: readMoment(listed.UserLastModifiedDate),
    identities: readIdentities(attributes['identities']),
  };
};

/** The AWS CLI prints moments as ISO 8601 or, by its `cli_timestamp_format`, as seconds since 1970. */
const readMoment = (told: z.infer<typeof moment>): number => {
  const milliseconds = typeof told === 'number' ? told * 1000 : Date.parse(told ?? '');
  return Number.isFinite(milliseconds) ? milliseconds : 0;
};

const readIdentities = (text: string | undefined): CognitoIdentity[] => {
  if (!text) return [];
  try {
    const parsed = Identities.safeParse(JSON.parse(text));
    return (parsed.data ?? []).map(({ providerName, userId }) => ({ providerName, userId }));
  } catch {
    return [];
  }
};
