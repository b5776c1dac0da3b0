import type { CognitoExport } from './aws-json.rules.js';
import type { Mapping } from './mapping.rules.js';
import { note, type Note } from './report.rules.js';
import { isFederated } from './same-person.rules.js';

/** Attributes that are carried over, or say nothing beyond what is. */
const CARRIED = [
  'sub',
  'email',
  'email_verified',
  'name',
  'given_name',
  'family_name',
  'identities',
  'cognito:user_status',
  'cognito:username',
];

/** What holds for the pool as a whole. */
export const notesOfPool = (
  { users, clients }: Pick<CognitoExport, 'users' | 'clients'>,
  mapping: Mapping,
): Note[] => {
  if (users.length === 0) return [];
  const withPassword = users.filter((user) => !isFederated(user)).length;
  const others = countAttributes(users, [...CARRIED, mapping.users.externalId ?? '']);
  return [
    ...(withPassword > 0
      ? [
          note(
            'passwords',
            `Cognito gives no passwords out: ${withPassword} people choose one by "Forgot password?".`,
          ),
        ]
      : []),
    ...writableNotes(clients, mapping),
    note('second_factors', 'Nor second factors: people set theirs up anew.'),
    note('groups', 'Groups are not in this JSON: roles of Portico are given to users afterwards.'),
    ...(others.length > 0
      ? [note('attributes', `Attributes that Portico does not keep (people): ${others.join(', ')}.`)]
      : []),
  ];
};

/** A tenant that people could choose themselves is no tenant to go by. */
const writableNotes = (clients: CognitoExport['clients'], { users }: Mapping): Note[] =>
  users.tenant.flatMap((rule) => {
    if (rule.by !== 'attribute') return [];
    const writers = clients.filter(({ WriteAttributes }) => WriteAttributes?.includes(rule.name));
    if (writers.length === 0) return [];
    const names = writers.map(({ ClientId }) => ClientId).join(', ');
    return [
      note(
        'tenant_writable',
        `People could write ${rule.name} themselves by ${names}, and so choose their tenant: check its values before you apply.`,
      ),
    ];
  });

const countAttributes = (users: CognitoExport['users'], carried: readonly string[]): string[] => {
  const counts = new Map<string, number>();
  for (const { attributes } of users)
    for (const name of Object.keys(attributes))
      if (!carried.includes(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => `${name} (${count})`);
};
