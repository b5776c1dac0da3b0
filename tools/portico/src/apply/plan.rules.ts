import type { Application, CreateApplication, ResourceServer, SetResourceServer } from '@portico/contracts';
import type { ApplicationsFile, WantedResourceServer } from './applications-file.rules.js';

/** What is registered now. */
export interface Present {
  applications: Application[];
  resourceServers: ResourceServer[];
}

/** One field of a change. */
export interface FieldChange {
  field: string;
  before: unknown;
  after: unknown;
}

/** One thing and what becomes of it. */
export interface PlannedStep {
  of: 'application' | 'resource server' | 'tenant' | 'domain' | 'connection';
  id: string;
  action: 'create' | 'change' | 'delete' | 'unchanged';
  /** For a change what differs; for a creation what is not its default. */
  fields: FieldChange[];
}

/** What the command would do, in the order of the file; deletions last. */
export interface Plan {
  steps: PlannedStep[];
  /** What no request could do. */
  conflicts: { path: (string | number)[]; message: string }[];
}

export type Fields = Record<string, unknown>;

/**
 * Compares a file with what is registered. Without `prune` nothing is deleted; `self` is the application that the command
 * acts for, which it does not delete under its own feet.
 */
export const makePlan = (
  { applications, resourceServers }: ApplicationsFile,
  present: Present,
  { prune, self }: { prune: boolean; self: string },
): Plan => ({
  steps: [
    ...resourceServers.map((server) => planServer(server, present)),
    ...applications.map((application) => planApplication(application, present)),
    ...(prune ? planDeletions({ applications, resourceServers }, present, self) : []),
  ],
  conflicts: [
    ...findOtherKinds(applications, present),
    ...findUnknownAudiences(applications, [
      ...resourceServers.map(({ audience }) => audience),
      ...present.resourceServers
        .filter(({ id }) => !prune && !resourceServers.some((wanted) => wanted.id === id))
        .map(({ audience }) => audience),
    ]),
  ],
});

/** True where there is nothing to do. */
export const isDone = ({ steps }: Plan): boolean => steps.every(({ action }) => action === 'unchanged');

const planServer = (wanted: WantedResourceServer, { resourceServers }: Present): PlannedStep => {
  const before = resourceServers.find(({ id }) => id === wanted.id);
  return step('resource server', wanted.id, wanted, before);
};

const planApplication = (wanted: CreateApplication, { applications }: Present): PlannedStep => {
  const before = applications.find(({ id }) => id === wanted.id);
  return step('application', wanted.id, wanted, before);
};

/** Compares the fields of a thing that is wanted with what is there. */
export const step = (of: PlannedStep['of'], id: string, wanted: Fields, before?: Fields): PlannedStep => {
  const fields = Object.entries(wanted).flatMap(([field, after]): FieldChange[] => {
    if (field === 'id' || (before && isSame(before[field], after))) return [];
    return [{ field, before: before?.[field] ?? null, after }];
  });
  if (before) return { of, id, action: fields.length > 0 ? 'change' : 'unchanged', fields };
  return { of, id, action: 'create', fields: fields.filter(({ after }) => !isEmpty(after)) };
};

const isEmpty = (value: unknown): boolean => value === null || (Array.isArray(value) && value.length === 0);

/** The order of a list, and of the fields of an object, means nothing in any field. */
const isSame = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other);

const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const fields = Object.entries(value).map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`);
  return `{${fields.sort().join()}}`;
};

const planDeletions = (wanted: ApplicationsFile, present: Present, self: string): PlannedStep[] => {
  const missing = (of: PlannedStep['of'], here: { id: string }[], there: { id: string }[]): PlannedStep[] =>
    there
      .filter(({ id }) => id !== self && !here.some((item) => item.id === id))
      .map(({ id }) => ({ of, id, action: 'delete', fields: [] }));
  return [
    ...missing('application', wanted.applications, present.applications),
    ...missing('resource server', wanted.resourceServers, present.resourceServers),
  ];
};

const findOtherKinds = (wanted: CreateApplication[], { applications }: Present): Plan['conflicts'] =>
  wanted.flatMap(({ id, kind }, index) => {
    const before = applications.find((application) => application.id === id);
    return before && before.kind !== kind
      ? [
          {
            path: ['applications', index, 'kind'],
            message: `${id} is ${before.kind}, and the kind of an application never changes: delete it first`,
          },
        ]
      : [];
  });

const findUnknownAudiences = (wanted: CreateApplication[], audiences: string[]): Plan['conflicts'] =>
  wanted.flatMap(({ resources }, index) =>
    resources.flatMap(({ audience }, at) =>
      audiences.includes(audience)
        ? []
        : [
            {
              path: ['applications', index, 'resources', at, 'audience'],
              message: `${audience} is no audience of a resource server`,
            },
          ],
    ),
  );

/**
 * A resource server on its way: Portico takes nothing from an application that names it, so scopes come before the
 * applications change, and go after.
 */
export const onTheWay = (wanted: SetResourceServer, before?: ResourceServer): SetResourceServer =>
  before?.audience === wanted.audience
    ? { ...wanted, scopes: [...new Set([...wanted.scopes, ...before.scopes])] }
    : wanted;
