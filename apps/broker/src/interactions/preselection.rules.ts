/** Cognito's name for its own user pool: people with a password. */
const OWN_USERS = 'COGNITO';

/** Longer than any domain, slug, id or name. */
const MOST_CHARACTERS = 253;

/** A way in that an application asks for, in the words of Amazon Cognito's authorization endpoint. */
export interface Preselection {
  /** A connection's id, or its name within the tenants that are known otherwise. */
  identityProvider?: string;
  /** A connection's id, a tenant's slug, or a domain that a tenant has proved. */
  idpIdentifier?: string;
}

/** Reads `identity_provider` and `idp_identifier`; an empty one is none, and so is Cognito's own user pool. */
export const readPreselection = (parameters: Readonly<Record<string, unknown>>): Preselection => ({
  identityProvider: nameOf(parameters['identity_provider']),
  idpIdentifier: nameOf(parameters['idp_identifier']),
});

const nameOf = (value: unknown): string | undefined => {
  if (typeof value !== 'string' || value === '' || value.toUpperCase() === OWN_USERS) return undefined;
  return value.slice(0, MOST_CHARACTERS + 1);
};
