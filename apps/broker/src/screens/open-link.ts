import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import { FindApplication } from '../applications/find-application.js';
import { Issuer } from '../issuer/issuer.js';
import { FindLinkedTenant } from './find-linked-tenant.js';
import { originsOf, type StartRequest, toInitiation } from './initiation.rules.js';
import { StartAddress } from './start-address.js';

/** A link that was opened outside a sign-in. */
export interface OpenedAddress {
  slug: string;
  /** By the identity provider's tile: its connection, and who it says that it is. */
  tile?: { connectionId: string; issuer: string | undefined };
  /** The application to sign in to, where the link names one. */
  applicationId?: string;
  request: StartRequest;
}

/** Where people begin: the address of an application that starts the sign-in; none where the deployment has none. */
export interface Start {
  organisationName: string;
  url?: string;
}

/** Without one named, the application decides when the sign-in comes to it. */
const ANY = { tenantIds: null, connectionIds: null };

/**
 * Where a link leads that somebody opens without an application under way (OpenID Connect Core §4). It begins nothing
 * here: no session without a whole sign-in. Refuses `sso_not_found`, `start_link_invalid`.
 */
@Injectable()
export class OpenLink {
  constructor(
    private readonly issuer: Issuer,
    private readonly findApplication: FindApplication,
    private readonly findLinkedTenant: FindLinkedTenant,
    private readonly startAddress: StartAddress,
  ) {}

  async run({ slug, tile, applicationId, request }: OpenedAddress, ip: string | undefined): Promise<Start> {
    const application = applicationId === undefined ? null : await this.findStartable(applicationId);
    const { known } = await this.findLinkedTenant.run(slug, application ?? ANY, ip);
    const { name: organisationName, connections } = known.settings;
    const found = connections.find(({ id, mode }) => id === tile?.connectionId && mode !== 'off');
    // The identity provider is who the connection says, or it is another that borrows its link.
    if (tile && (!found || tile.issuer !== found.issuer)) throw new AppError('start_link_invalid');
    const address = application?.initiateLoginUri ?? this.startAddress.url;
    if (address === undefined) return { organisationName };
    const origins = application ? originsOf(application) : [new URL(address).origin];
    return { organisationName, url: toInitiation(address, origins, { issuer: this.issuer.url, request }) };
  }

  private async findStartable(id: string) {
    const application = await this.findApplication.run(id);
    if (!application?.initiateLoginUri) throw new AppError('start_link_invalid');
    return application;
  }
}
