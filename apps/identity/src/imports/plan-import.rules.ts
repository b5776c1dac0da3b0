import { AppError, type ImportResult, type Principal } from '@portico/contracts';
import {
  checkMayChooseId,
  checkMaySetRoles,
  checkNotOneself,
  planUpdate,
  type Profile,
  readProfile,
} from '../users/user.rules.js';
import { type Admins, adminsOf } from './admins.rules.js';
import { directoryOf, type Directory } from './directory.rules.js';
import { type ImportLine, toRefused, type Wanted } from './import-line.rules.js';
import { type KnownLink, linkDirectoryOf } from './link-directory.rules.js';

/** A user of the tenant, as an import sees it. */
export type KnownUser = Profile & { id: string };

/** What is to be told about a user, with the profile of that moment. */
export type Told = { user: KnownUser } & (
  { what: 'created' | 'updated' | 'deactivated' } | { what: 'linked'; connectionId: string }
);

/** What a batch of lines comes to. */
export interface ImportPlan {
  results: ImportResult[];
  added: KnownUser[];
  changed: KnownUser[];
  linked: KnownLink[];
  told: Told[];
}

/** What the plan depends on besides the lines. */
export interface ImportPlace {
  /** Every user whom one of the lines may mean. */
  known: readonly KnownUser[];
  /** Every link that is one of the lines' or of one of those users at the same connection. */
  knownLinks: readonly KnownLink[];
  /** How many active administrators the tenant has; left out where none of those users is one. */
  admins?: number;
  bearer: Principal;
  newId: () => string;
}

/** Decides line by line, each after what the ones before it have come to. */
export const planImport = (lines: readonly ImportLine[], place: ImportPlace): ImportPlan => {
  const [users, links] = [directoryOf(place.known), linkDirectoryOf(place.knownLinks)];
  const admins = adminsOf(place.admins ?? Infinity);
  const [added, changed, told] = [new Set<string>(), new Set<string>(), [] as Told[]];
  const results = lines.map((line): ImportResult => {
    if ('refusal' in line) return toRefused(line.line, line.refusal);
    try {
      const step = planLine(line.wanted, { users, admins }, place);
      const { before, user, outcome } = step;
      const linked = links.choose(user.id, line.wanted.links);
      if (step.told.length > 0) users.put(user);
      admins.put(before, user);
      if (outcome === 'created') added.add(user.id);
      if (outcome === 'updated' && !added.has(user.id)) changed.add(user.id);
      links.put(linked);
      told.push(...step.told.map((what) => ({ what, user })), ...linked.map((link) => toTold(link, user)));
      return {
        line: line.line,
        outcome: outcome === 'unchanged' && linked.length > 0 ? 'updated' : outcome,
        userId: user.id,
      };
    } catch (error) {
      if (error instanceof AppError) return toRefused(line.line, error);
      throw error;
    }
  });
  return { results, added: users.list(added), changed: users.list(changed), linked: links.added(), told };
};

const toTold = ({ connectionId }: KnownLink, user: KnownUser): Told => ({
  what: 'linked',
  user,
  connectionId,
});

interface Step {
  before?: KnownUser;
  outcome: 'created' | 'updated' | 'unchanged';
  user: KnownUser;
  told: ('created' | 'updated' | 'deactivated')[];
}

const planLine = (
  { whole, given }: Wanted,
  { users, admins }: { users: Directory; admins: Admins },
  { bearer, newId }: ImportPlace,
): Step => {
  const found = users.find(whole);
  checkMaySetRoles([...(found?.roles ?? []), ...(given.roles ?? [])], bearer);
  if (!found) {
    checkMayChooseId(whole.id, bearer);
    const { id = newId(), ...profile } = whole;
    const user = { id, ...readProfile(profile) };
    return {
      outcome: 'created',
      user,
      told: user.status === 'active' ? ['created'] : ['created', 'deactivated'],
    };
  }
  checkNotOneself(found.id, given, bearer);
  const { profile, updated, deactivated } = planUpdate(found, given);
  const user = { id: found.id, ...profile };
  users.checkExternalId(user);
  admins.check(found, user);
  const told = [...(updated ? ['updated' as const] : []), ...(deactivated ? ['deactivated' as const] : [])];
  return { outcome: told.length > 0 ? 'updated' : 'unchanged', before: found, user, told };
};
