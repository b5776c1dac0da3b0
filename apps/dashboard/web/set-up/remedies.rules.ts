import type { Code, ConnectionTest, Remedy } from '@portico/contracts';

/** What helps: the remedies that the server found, and what the refusal itself gives away. */
export type AnyRemedy = Remedy | 'values' | 'redirect' | 'other_method' | 'new_secret';

const BY_CODE: Partial<Record<Code, AnyRemedy[]>> = {
  upstream_client_refused: ['new_secret', 'values'],
  upstream_secret_expired: ['new_secret'],
  upstream_client_unknown: ['values'],
  upstream_redirect_uri_unknown: ['redirect'],
  upstream_scope_refused: ['values'],
  userinfo_method_refused: ['other_method'],
  userinfo_refused: ['other_method', 'values'],
  issuer_parameter_invalid: ['values'],
  id_token_issuer_invalid: ['values'],
  id_token_audience_invalid: ['values'],
  discovery_unreachable: ['values'],
  did_not_return: ['redirect'],
};

/** Every remedy of a test that did not pass, the nearest first. */
export const remediesOf = ({
  remedies,
  code,
  status,
}: Pick<ConnectionTest, 'remedies' | 'code' | 'status'>): AnyRemedy[] => {
  const ofCode = code === null ? undefined : BY_CODE[code];
  const ofStatus = status === 'did_not_return' && code === null ? BY_CODE.did_not_return : undefined;
  return [...new Set([...remedies, ...(ofCode ?? ofStatus ?? [])])];
};
