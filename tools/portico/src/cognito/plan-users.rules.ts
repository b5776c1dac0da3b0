import { Id } from '@portico/contracts';
import { readEmail } from '@portico/policy';
import type { CognitoExport, CognitoUser } from './aws-json.rules.js';
import type { Mapping } from './mapping.rules.js';
import { note, type Note } from './report.rules.js';
import { chooseKept, findLinkedAway, isFederated } from './same-person.rules.js';
import { tenantOf } from './tenant-of.rules.js';

/** A user as it is to be; links name the provider until its connection is known. */
export interface WantedUser {
  username: string;
  tenant: string;
  /** Cognito's `sub`. */
  id: string;
  email: string;
  name: string;
  externalId: string | null;
  status: 'active' | 'deactivated';
  links: { providerName: string; subject: string }[];
  notes: Note[];
}

export interface LeftOutUser {
  username: string;
  tenant?: string;
  notes: Note[];
}

export interface UsersPlan {
  wanted: WantedUser[];
  leftOut: LeftOutUser[];
}

/** What becomes of the users of the pool: each person is one user of one tenant, under the `sub` that is known best. */
export const planUsers = ({ users }: Pick<CognitoExport, 'users'>, mapping: Mapping): UsersPlan => {
  const plan: UsersPlan = { wanted: [], leftOut: [] };
  const groups = new Map<string, CognitoUser[]>();
  const linkedAway = findLinkedAway(users);
  for (const user of uniqueBySub(users)) {
    const owner = linkedAway.get(user);
    const tenant = tenantOf(user, mapping) ?? undefined;
    const reason = owner ? linkedNote(owner) : whyUnusable(user, tenant);
    if (reason) plan.leftOut.push({ username: user.username, tenant, notes: [reason] });
    else addTo(groups, `${tenant ?? ''} ${readEmail(user.attributes['email'])?.normal ?? ''}`, user);
  }
  for (const [key, profiles] of groups) settle(profiles, key.slice(0, key.indexOf(' ')), mapping, plan);
  return plan;
};

/** A user whom two pages list, as one was added between them. */
const uniqueBySub = (users: readonly CognitoUser[]): CognitoUser[] => [
  ...new Map(users.map((user) => [user.attributes['sub'] ?? user.username, user])).values(),
];

const addTo = (groups: Map<string, CognitoUser[]>, key: string, user: CognitoUser): void => {
  const group = groups.get(key);
  if (group) group.push(user);
  else groups.set(key, [user]);
};

const linkedNote = (owner: CognitoUser): Note =>
  note(
    'linked_in_cognito',
    `Cognito has linked it to ${owner.username} (${owner.attributes['sub'] ?? ''}), who is carried over with the identity.`,
  );

const whyUnusable = (user: CognitoUser, tenant: string | undefined): Note | null => {
  const { sub, email } = user.attributes;
  if (!Id.safeParse(sub).success)
    return note('sub_missing', 'It has no sub; list-users has to print all attributes.');
  if (user.status === 'UNCONFIRMED')
    return note(
      'never_confirmed',
      'It was signed up and never confirmed: nobody has proved to be this person.',
    );
  if (tenant === undefined)
    return note(
      'user_unmapped',
      'No rule of the mapping file finds its tenant; by domain, only a verified address counts.',
    );
  if (!email) return note('email_missing', 'It has no e-mail address, which every user of Portico has.');
  if (!readEmail(email))
    return note('email_unusable', 'Its e-mail address is not one that Portico can compare.');
  return null;
};

const settle = (
  profiles: readonly CognitoUser[],
  tenant: string,
  mapping: Mapping,
  { wanted, leftOut }: UsersPlan,
): void => {
  const person = chooseKept(profiles);
  if (!person) return;
  const { kept, others } = person;
  const keptSub = kept.attributes['sub'] ?? '';
  wanted.push(toWanted(kept, others, tenant, mapping));
  for (const { username, attributes } of others)
    leftOut.push({
      username,
      tenant,
      notes: [
        note(
          'same_address',
          `${kept.username} has the same address and is kept. Applications that know ${attributes['sub'] ?? ''} have to be told ${keptSub} instead.`,
        ),
      ],
    });
};

const toWanted = (
  kept: CognitoUser,
  others: readonly CognitoUser[],
  tenant: string,
  mapping: Mapping,
): WantedUser => {
  const { attributes } = kept;
  const links = chooseLinks(kept, tenant, mapping);
  const { externalId } = mapping.users;
  return {
    username: kept.username,
    tenant,
    id: (attributes['sub'] ?? '').toLowerCase(),
    email: attributes['email'] ?? '',
    name: nameOf(attributes),
    externalId: (externalId === undefined ? undefined : attributes[externalId]) || null,
    status: kept.enabled ? 'active' : 'deactivated',
    links: links.kept,
    notes: [
      ...links.notes,
      ...(others.length > 0
        ? [
            note(
              'profiles_merged',
              // Whoever vouched for the address is unknown here, and an address alone gives nobody another's identity.
              `Stands for ${others.map(({ username }) => username).join(', ')} too. Their identities are not linked: the first sign-in there is decided by the rules of matching.`,
            ),
          ]
        : []),
      ...(attributes['email_verified'] === 'true' || isFederated(kept)
        ? []
        : [note('email_unverified', 'Cognito never saw its e-mail address verified.')]),
    ],
  };
};

const MOST_NAME = 200;

const nameOf = (attributes: CognitoUser['attributes']): string => {
  const { name, given_name: given, family_name: family, email = '' } = attributes;
  const spoken = name?.trim() || [given, family].filter(Boolean).join(' ').trim();
  return (spoken || (email.split('@')[0] ?? email)).replaceAll(/[\p{Cc}\p{Cs}]/gu, '').slice(0, MOST_NAME);
};

/** The identities that Cognito itself signs this profile in by, one of a connection. */
const chooseLinks = (
  { identities }: CognitoUser,
  tenant: string,
  { providers }: Mapping,
): { kept: WantedUser['links']; notes: Note[] } => {
  const kept = new Map<string, WantedUser['links'][number]>();
  const notes: Note[] = [];
  for (const { providerName, userId } of identities) {
    const choice = providers[providerName];
    if (choice?.tenant !== undefined && choice.tenant !== tenant)
      notes.push(
        note('link_of_another_tenant', `${providerName} is of ${choice.tenant}: its identity is not linked.`),
      );
    else if (choice?.tenant === undefined)
      notes.push(
        note('link_without_connection', `${providerName} is not carried over, nor is its identity.`),
      );
    else if (kept.has(providerName))
      notes.push(
        note(
          'link_second',
          `A user has one identity of a connection: a second one of ${providerName} is not linked.`,
        ),
      );
    else kept.set(providerName, { providerName, subject: userId });
  }
  return { kept: [...kept.values()], notes };
};
