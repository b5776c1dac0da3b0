import { Injectable } from '@nestjs/common';
import type { Client } from 'oidc-provider';
import { OpenIdProvider } from '../issuer/openid-provider.js';
import { UpstreamRefusal } from '../upstream/upstream-refusal.js';
import type { LogoutDelivery } from './logout-delivery.store.js';

/** Sends an application its logout token; missing from the types of oidc-provider. */
export type TellLogout = (this: Client, sub: string, sid: string) => Promise<void>;

/** How an application took a logout token; `timedOut` where it kept us waiting. */
export type Reception = { outcome: 'accepted' } | { outcome: 'refused'; fault: string; timedOut: boolean };

/** The applications, as those who listen for the end of sessions. */
@Injectable()
export class Applications {
  constructor(private readonly openIdProvider: OpenIdProvider) {}

  /** Makes a logout token afresh and sends it (OpenID Connect Back-Channel Logout 1.0 §2.4, §2.5). */
  async tell({ applicationId, sub, sid }: LogoutDelivery): Promise<Reception> {
    try {
      const client = await this.openIdProvider.current.Client.find(applicationId);
      if (!client?.backchannelLogoutUri) return { outcome: 'accepted' };
      await (client.backchannelLogout as TellLogout).call(client, sub, sid);
      return { outcome: 'accepted' };
    } catch (error) {
      return { outcome: 'refused', ...toFault(error) };
    }
  }
}

const toFault = (error: unknown): { fault: string; timedOut: boolean } => {
  if (error instanceof UpstreamRefusal) return { fault: error.message, timedOut: error.reason === 'timeout' };
  const status = statusOf(error);
  if (status !== undefined) return { fault: `status ${status.toString()}`, timedOut: false };
  return { fault: error instanceof Error ? error.message : 'unknown', timedOut: false };
};

/** oidc-provider hands the answer over with its error. */
const statusOf = (error: unknown): number | undefined =>
  error instanceof Error && 'response' in error && error.response instanceof Response
    ? error.response.status
    : undefined;
