import { Id, Slug } from '@portico/contracts';
import { readEmail } from '@portico/policy';
import { Injectable } from '@nestjs/common';
import type { Interaction } from '../interactions/interactions.client.js';
import { FindSettings } from '../settings/find-settings.js';
import { FindTenantByHandle } from '../settings/find-tenant-by-handle.js';
import type { Handle } from '../settings/handles.rules.js';
import { LimitAttempts } from '../throttle/limit-attempts.js';
import { choosePreselected, type WantedConnection } from './choose-preselected.rules.js';
import { FindTenants } from './find-tenants.js';
import type { NextStep } from './next-step.rules.js';
import type { KnownTenant } from './ways.rules.js';

/** An application of more tenants than this has to say which one it means. */
const MOST_TENANTS = 20;

/** Where the way in leads that the application has asked for by name; null where it has asked for none. */
@Injectable()
export class FindPreselected {
  constructor(
    private readonly limitAttempts: LimitAttempts,
    private readonly findTenantByHandle: FindTenantByHandle,
    private readonly findSettings: FindSettings,
    private readonly findTenants: FindTenants,
  ) {}

  async run(interaction: Interaction, ip: string | undefined): Promise<NextStep | null> {
    const { identityProvider, idpIdentifier } = interaction.preselection;
    const wanted = toWanted(identityProvider) ?? toWanted(isId(idpIdentifier) ? idpIdentifier : undefined);
    if (!wanted && idpIdentifier === undefined) return null;
    // Names can be tried out; ids cannot be guessed.
    if (!wanted || 'name' in wanted) await this.limitAttempts.run(ip, 'sso_email');
    const tenants = await this.findCandidates(interaction, wanted);
    return choosePreselected(tenants, interaction.application, wanted);
  }

  /** The identifier names the tenant; else a connection's id does; else the application's tenants or the hint do. */
  private async findCandidates(
    { application, loginHint, preselection }: Interaction,
    wanted: WantedConnection,
  ): Promise<KnownTenant[]> {
    const { idpIdentifier } = preselection;
    if (idpIdentifier !== undefined) return await this.byHandles(toHandles(idpIdentifier));
    if (wanted && 'id' in wanted) return await this.byHandles([`connection:${wanted.id}`]);
    if (application.tenantIds) return await this.byIds(application.tenantIds);
    return loginHint === undefined ? [] : await this.findTenants.run(loginHint);
  }

  private async byHandles(handles: Handle[]): Promise<KnownTenant[]> {
    const known = await this.findTenantByHandle.run(handles);
    return known ? [{ known }] : [];
  }

  private async byIds(tenantIds: string[]): Promise<KnownTenant[]> {
    if (tenantIds.length > MOST_TENANTS) return [];
    return await Promise.all(
      tenantIds.map(async (tenantId) => ({ known: await this.findSettings.run(tenantId) })),
    );
  }
}

const isId = (name: string | undefined): boolean => Id.safeParse(name).success;

const toWanted = (name: string | undefined): WantedConnection =>
  name === undefined ? undefined : isId(name) ? { id: name } : { name };

/** An id is never read as a slug: nobody can name their company like another's connection. */
const toHandles = (identifier: string): Handle[] => {
  if (isId(identifier)) return [`connection:${identifier}`];
  const domain = readEmail(`anybody@${identifier}`)?.domain;
  return [
    ...(Slug.safeParse(identifier).success ? [`slug:${identifier}` as const] : []),
    ...(domain === undefined ? [] : [`domain:${domain}` as const]),
  ];
};
