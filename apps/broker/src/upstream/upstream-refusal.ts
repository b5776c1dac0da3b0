/** Why the wall, or the look at what came through it, refused. */
export type RefusalReason =
  /** The address cannot be called: not a URL, or with credentials. */
  | 'malformed'
  /** Neither https on port 443 nor an allowed origin. */
  | 'insecure'
  /** The host is, or resolves to, an address that is not public. */
  | 'private'
  /** No connection, or a server error. */
  | 'unreachable'
  | 'timeout'
  /** A redirect, too large, not JSON. */
  | 'unusable'
  /** The discovery document lacks what a login needs, or points where the wall does not go. */
  | 'not_openid'
  /** The discovery document is about another issuer. */
  | 'issuer_mismatch'
  /** The discovery document is about no issuer of one company, but about all of them. */
  | 'multi_tenant';

/** A refusal inside this room; becomes an `AppError` before it leaves it. */
export class UpstreamRefusal extends Error {
  override readonly name = 'UpstreamRefusal';

  constructor(
    readonly reason: RefusalReason,
    /** For the log: never anything of an answer's body. */
    readonly detail: string,
  ) {
    super(`${reason}: ${detail}`);
  }
}
