import type { ApplicationUpdated } from '@portico/contracts';
import type { Api } from '../api.js';
import type { Secrets } from '../secrets-file.js';
import type { ApplicationsFile } from './applications-file.rules.js';
import { onTheWay, type Plan, type PlannedStep, type Present } from './plan.rules.js';

/** What is needed to do what a plan says. */
export interface Work {
  plan: Plan;
  file: ApplicationsFile;
  present: Present;
  api: Api;
  secrets: Secrets;
  tell: (progress: string) => void;
}

/** Does what the plan says; a refusal ends it, and the next run goes on from there. */
export const applyPlan = async ({ plan, file, present, api, secrets, tell }: Work): Promise<void> => {
  const done = ({ action, of, id }: PlannedStep): void => tell(`${action} ${of} ${id}: done`);
  const steps = (of: PlannedStep['of'], ...actions: PlannedStep['action'][]): PlannedStep[] =>
    plan.steps.filter((step) => step.of === of && actions.includes(step.action));

  const servers = steps('resource server', 'create', 'change').map((step) => {
    const { id, ...wanted } = find(file.resourceServers, step.id);
    const before = present.resourceServers.find((server) => server.id === id);
    return { step, wanted, between: onTheWay(wanted, before), path: pathOf('resource-servers', id) };
  });
  for (const { path, between } of servers) await api.call('PUT', path, between);

  for (const step of steps('application', 'create', 'change')) {
    const wanted = find(file.applications, step.id);
    const changes = Object.fromEntries(step.fields.map(({ field, after }) => [field, after]));
    const { clientSecret } =
      step.action === 'create'
        ? await api.call<ApplicationUpdated>('POST', '/v1/applications', wanted)
        : await api.call<ApplicationUpdated>('PATCH', pathOf('applications', step.id), changes);
    secrets.keep(step.id, clientSecret);
    done(step);
  }
  for (const step of steps('application', 'delete')) {
    await api.call('DELETE', pathOf('applications', step.id));
    done(step);
  }
  for (const { step, path, wanted, between } of servers) {
    if (between.scopes.length !== wanted.scopes.length) await api.call('PUT', path, wanted);
    done(step);
  }
  for (const step of steps('resource server', 'delete')) {
    await api.call('DELETE', pathOf('resource-servers', step.id));
    done(step);
  }
};

const pathOf = (resource: string, id: string): string => `/v1/${resource}/${encodeURIComponent(id)}`;

const find = <Item extends { id: string }>(items: Item[], id: string): Item => {
  const item = items.find((candidate) => candidate.id === id);
  if (!item) throw new TypeError(`the plan names ${id}, and the file does not`);
  return item;
};
