import type { ConnectionSettings } from '@portico/contracts';

/** The address of Portico as browsers and applications see it; endpoints are built from it, never from a request. */
export class Issuer {
  readonly secure: boolean;
  readonly host: string;

  constructor(readonly url: string) {
    this.secure = url.startsWith('https:');
    this.host = new URL(url).host;
  }

  /** The redirect URI of a connection's own, the defence against mix-up of RFC 9700 §4.4.2.2. */
  ownCallback(connectionId: string): string {
    return `${this.sharedCallback}/${connectionId}`;
  }

  /** The one of all connections whose client is registered so: the platform's at Google, and those from Cognito. */
  get sharedCallback(): string {
    return `${this.url}/oauth2/idpresponse`;
  }

  /** Where an identity provider sends a browser back to that has signed out there. */
  get signedOutAtProvider(): string {
    return `${this.url}/logout/done`;
  }

  /** Where a browser goes on once the screens are done with it. */
  returnOf(interactionUid: string): string {
    return `${this.url}/oauth2/authorize/${interactionUid}`;
  }

  /** The redirect URI that a login at this connection is sent back to. */
  callbackOf({ id, callback }: Pick<ConnectionSettings, 'id' | 'callback'>): string {
    return callback === 'shared' ? this.sharedCallback : this.ownCallback(id);
  }
}
