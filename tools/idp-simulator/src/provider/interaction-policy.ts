import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import type { Personality } from '../personality.js';

const { Check, Prompt } = interactionPolicy;

/** When people are shown the login page: as oidc-provider does it, and for what the provider does beyond. */
export function policyOf({ acr, offersAccounts }: Personality): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  if (offersAccounts) policy.add(new Prompt({ name: 'select_account', requestable: true }), 0);
  if (acr) policy.get('login')?.checks.add(new Check('acr', 'a higher level is asked for', mustStepUp(acr)));
  return policy;
}

const mustStepUp =
  (acr: NonNullable<Personality['acr']>) =>
  ({ oidc }: KoaContextWithOIDC): boolean => {
    const asked = readAcrValues(oidc.params?.acr_values).filter((value) => acr.values.includes(value));
    const hasJustSignedIn = oidc.result?.login !== undefined;
    if (asked.length === 0 || hasJustSignedIn) return Check.NO_NEED_TO_PROMPT;
    return acr.always === true || !asked.includes(oidc.acr);
  };

/** The values of the request parameter, most wanted first. */
export const readAcrValues = (text: unknown): string[] =>
  typeof text === 'string' ? text.split(' ').filter((value) => value !== '') : [];
