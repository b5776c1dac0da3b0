import type { ProofEvidence } from '@portico/contracts';

type Word = ProofEvidence['emailVerified'];

const wordOf = (claim: unknown, yes: readonly unknown[]): Word =>
  claim === undefined ? 'absent' : yes.includes(claim) ? 'yes' : 'no';

/** What a provider said about the address in a sign-in, by which others of its people can be foreseen; never the address. */
export const toEvidence = (claims: Readonly<Record<string, unknown>>): ProofEvidence => {
  const { email_verified: verified, hd, tid, xms_edov: edov } = claims;
  return {
    emailVerified: wordOf(verified, [true, 'true']),
    hostedDomain: typeof hd === 'string' && hd !== '',
    tid: typeof tid === 'string' ? tid.slice(0, 100) : null,
    domainOwnerVerified: wordOf(edov, [true, 'true', 1, '1']),
  };
};
