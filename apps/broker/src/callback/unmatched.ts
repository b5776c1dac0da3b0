import { AppError, type Code, type UpstreamIdentity } from '@portico/contracts';
import type { VerifiedIdentity } from '../upstream/finish-upstream.js';

/** No user was matched to an identity that the identity provider has proved; a mailbox may still prove which it is. */
export class Unmatched extends AppError {
  constructor(
    code: Code,
    /** As identity was asked for it. */
    readonly identity: UpstreamIdentity,
    readonly verified: VerifiedIdentity,
  ) {
    super(code);
  }
}
