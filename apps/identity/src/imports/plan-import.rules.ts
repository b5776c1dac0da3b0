import { AppError, type ImportResult, type Principal } from '@portico/contracts';
import {
  checkMaySetRoles,
  checkNotOneself,
  planUpdate,
  type Profile,
  readProfile,
} from '../users/user.rules.js';
import { directoryOf, type Directory } from './directory.rules.js';
import { type ImportLine, toRefused, type Wanted } from './import-line.rules.js';

/** A user of the tenant, as an import sees it. */
export type KnownUser = Profile & { id: string };

/** What is to be told about a user, with the profile of that moment. */
export interface Told {
  what: 'created' | 'updated' | 'deactivated';
  user: KnownUser;
}

/** What a batch of lines comes to. */
export interface ImportPlan {
  results: ImportResult[];
  added: KnownUser[];
  changed: KnownUser[];
  told: Told[];
}

/** What the plan depends on besides the lines. */
export interface ImportPlace {
  /** Every user whom one of the lines may mean. */
  known: readonly KnownUser[];
  bearer: Principal;
  newId: () => string;
}

/** Decides line by line, each after what the ones before it have come to. */
export const planImport = (lines: readonly ImportLine[], place: ImportPlace): ImportPlan => {
  const directory = directoryOf(place.known);
  const [added, changed, told] = [new Set<string>(), new Set<string>(), [] as Told[]];
  const results = lines.map((line): ImportResult => {
    if ('refusal' in line) return toRefused(line.line, line.refusal);
    try {
      const step = planLine(line.wanted, directory, place);
      if (step.told.length > 0) directory.put(step.user);
      if (step.outcome === 'created') added.add(step.user.id);
      if (step.outcome === 'updated' && !added.has(step.user.id)) changed.add(step.user.id);
      told.push(...step.told.map((what) => ({ what, user: step.user })));
      return { line: line.line, outcome: step.outcome, userId: step.user.id };
    } catch (error) {
      if (error instanceof AppError) return toRefused(line.line, error);
      throw error;
    }
  });
  return { results, added: directory.list(added), changed: directory.list(changed), told };
};

interface Step {
  outcome: 'created' | 'updated' | 'unchanged';
  user: KnownUser;
  told: Told['what'][];
}

const planLine = ({ whole, given }: Wanted, directory: Directory, place: ImportPlace): Step => {
  const { bearer, newId } = place;
  const found = directory.find(whole);
  checkMaySetRoles([...(found?.roles ?? []), ...(given.roles ?? [])], bearer);
  if (!found) {
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
  directory.checkExternalId(user);
  const told = [...(updated ? ['updated' as const] : []), ...(deactivated ? ['deactivated' as const] : [])];
  return { outcome: told.length > 0 ? 'updated' : 'unchanged', user, told };
};
