import type { Provider } from 'oidc-provider';
import type { SigningKeys, SigningKeySet } from '../keys/signing-keys.js';

/**
 * The OpenID Provider of now. oidc-provider takes its keys when it is made, so other keys are another provider: new
 * requests go to it, and those under way end where they began.
 */
export class OpenIdProvider {
  private made?: { keys: SigningKeySet; provider: Provider };

  constructor(
    private readonly signingKeys: SigningKeys,
    private readonly make: (keys: SigningKeySet) => Provider,
  ) {}

  get current(): Provider {
    const keys = this.signingKeys.current;
    if (this.made?.keys !== keys) this.made = { keys, provider: this.make(keys) };
    return this.made.provider;
  }
}
