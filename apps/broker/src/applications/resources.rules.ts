import type { Application, FieldFault, ResourceServer } from '@portico/contracts';

type Server = Pick<ResourceServer, 'audience' | 'scopes'>;

/** What of an application's `resources` no resource server has. */
export const findResourceFaults = (
  resources: Application['resources'],
  servers: readonly Server[],
): FieldFault[] =>
  resources.flatMap(({ audience, scopes }, index) => {
    const pointer = `/resources/${String(index)}`;
    const server = servers.find((candidate) => candidate.audience === audience);
    if (!server) return [{ pointer: `${pointer}/audience`, message: 'is no audience of a resource server' }];
    if (resources.findIndex((other) => other.audience === audience) < index)
      return [{ pointer: `${pointer}/audience`, message: 'is named above already' }];
    return scopes.flatMap((scope, at) =>
      server.scopes.includes(scope)
        ? []
        : [{ pointer: `${pointer}/scopes/${String(at)}`, message: 'is not a scope of this resource server' }],
    );
  });

/** The applications that would lose something if the resource server became this; null where it is removed. */
export const findLosers = (
  applications: readonly Pick<Application, 'id' | 'resources'>[],
  before: Server,
  after: Server | null,
): string[] =>
  applications
    .filter(({ resources }) =>
      resources.some(
        ({ audience, scopes }) =>
          audience === before.audience &&
          (audience !== after?.audience || scopes.some((scope) => !after.scopes.includes(scope))),
      ),
    )
    .map(({ id }) => id);
