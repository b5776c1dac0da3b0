import { AppError, type InspectIssuer as Question } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { readIssuers } from './discovery-url.rules.js';
import { fetchDocument } from './discovery-document.client.js';
import { readMetadata } from './metadata.rules.js';
import { toDiscoveryError } from './upstream-errors.rules.js';
import { UpstreamSettings } from './upstream-settings.js';
import { Wall } from './wall.client.js';

type Inspection = z.infer<typeof Question.reply>;

/** Looks at what stands behind a Discovery URL, and gives back the issuer by the name that it gives itself. */
@Injectable()
export class InspectIssuer {
  constructor(
    private readonly settings: UpstreamSettings,
    private readonly wall: Wall,
  ) {}

  async run({ provider, discoveryUrl }: z.infer<typeof Question.request>): Promise<Inspection> {
    try {
      const [bare, slashed] = readIssuers(provider === 'google' ? this.googleIssuer() : (discoveryUrl ?? ''));
      const document = await fetchDocument(this.wall, bare, provider);
      const issuer = document['issuer'] === slashed ? slashed : bare;
      const metadata = readMetadata(document, issuer, this.settings.egressAllow);
      return {
        issuer,
        authorizationEndpoint: metadata.authorization_endpoint,
        tokenEndpoint: metadata.token_endpoint,
        userinfoEndpoint: metadata.userinfo_endpoint,
        tokenAuthMethods: metadata.token_endpoint_auth_methods_supported,
      };
    } catch (error) {
      throw toDiscoveryError(error);
    }
  }

  /** What an admin typed does not count: every tenant uses the platform's client, which is Google's alone. */
  private googleIssuer(): string {
    if (!this.settings.google) throw new AppError('google_not_configured');
    return this.settings.google.issuer;
  }
}
