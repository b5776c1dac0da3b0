import type { Provider } from 'oidc-provider';
import type { SigningKeys, SigningKeySet } from '../keys/signing-keys.js';

/**
 * The OpenID Provider of now. oidc-provider takes its keys when it is made, so other keys are another provider: new
 * requests go to it, and those under way end where they began.
 */
export class OpenIdProvider {
  private keys: SigningKeySet;
  private provider: Provider;

  /** Makes the first one at once: what cannot be made does not start. */
  constructor(
    private readonly signingKeys: SigningKeys,
    private readonly make: (keys: SigningKeySet) => Provider,
  ) {
    this.keys = signingKeys.current;
    this.provider = make(this.keys);
  }

  get current(): Provider {
    const { current } = this.signingKeys;
    if (current !== this.keys) {
      this.provider = this.make(current);
      this.keys = current;
    }
    return this.provider;
  }
}
