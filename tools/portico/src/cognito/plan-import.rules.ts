import type { CognitoExport } from './aws-json.rules.js';
import type { Mapping } from './mapping.rules.js';
import { planApplication, type WantedApplication } from './plan-applications.rules.js';
import { type LeftOut, planConnection, type WantedConnection } from './plan-connections.rules.js';
import { planUsers, type UsersPlan } from './plan-users.rules.js';
import { notesOfPool } from './pool-notes.rules.js';
import type { Note } from './report.rules.js';

/** What Cognito's JSON and the mapping file come to, before anybody has looked at Portico. */
export interface ImportPlan {
  connections: WantedConnection[];
  applications: WantedApplication[];
  leftOut: { connections: LeftOut[]; applications: LeftOut[] };
  users: UsersPlan;
  notes: Note[];
}

export const planImport = (exported: CognitoExport, mapping: Mapping): ImportPlan => {
  const connections = exported.providers.map((described) =>
    planConnection(described, mapping.providers[described.ProviderName]),
  );
  const wanted = connections.filter((planned) => 'values' in planned);
  const names = wanted.map(({ providerName }) => providerName);
  const applications = exported.clients.map((described) =>
    planApplication(described, mapping.clients[described.ClientId], names),
  );
  return {
    connections: wanted,
    applications: applications.filter((planned) => 'body' in planned),
    leftOut: {
      connections: connections.filter((planned): planned is LeftOut => !('values' in planned)),
      applications: applications.filter((planned) => 'name' in planned),
    },
    users: planUsers(exported, mapping),
    notes: notesOfPool(exported, mapping),
  };
};
