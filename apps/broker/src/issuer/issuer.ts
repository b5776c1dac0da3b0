/** The address of Portico as browsers and applications see it; endpoints are built from it, never from a request. */
export class Issuer {
  readonly secure: boolean;
  readonly host: string;

  constructor(readonly url: string) {
    this.secure = url.startsWith('https:');
    this.host = new URL(url).host;
  }

  /** The redirect URI of a connection: each has its own, the defence against mix-up of RFC 9700 §4.4.2.2. */
  callbackOf(connectionId: string): string {
    return `${this.url}/oauth2/idpresponse/${connectionId}`;
  }
}
