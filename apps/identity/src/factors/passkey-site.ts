/** Where passkeys of this deployment are good: the issuer's host and origin (Web Authentication Level 3 §5.1.2). */
export class PasskeySite {
  readonly rpName = 'Portico';
  readonly rpID: string;
  readonly origin: string;

  constructor(publicUrl: string) {
    const { hostname, origin } = new URL(publicUrl);
    this.rpID = hostname;
    this.origin = origin;
  }
}
