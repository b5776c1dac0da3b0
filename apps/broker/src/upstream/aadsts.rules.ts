import type { Code } from '@portico/contracts';

/**
 * What the numbers of Entra ID mean to Portico
 * (https://learn.microsoft.com/entra/identity-platform/reference-error-codes). Microsoft reserves changes, so a number
 * that is not here leaves the decision to the OAuth word beside it.
 */
const NUMBERS: Readonly<Partial<Record<Code, readonly number[]>>> = {
  upstream_secret_expired: [7000222],
  upstream_client_refused: [50012, 70002, 700025, 700027, 7000215, 7000218],
  upstream_client_unknown: [70001, 90002, 90099, 700011, 700016, 7000112],
  upstream_redirect_uri_unknown: [50011, 70004, 500113, 900971],
  upstream_scope_refused: [28002, 28003, 70011, 650054, 650057],
  upstream_not_assigned: [16000, 16003, 50014, 50020, 50034, 50105, 51004, 90072, 500208],
  upstream_consent_needed: [65001, 65005, 90008, 90094, 90095, 650052, 650056],
  upstream_policy_refused: [
    ...[50002, 50005, 50097, 50129, 50131, 50155, 50158, 53000, 53001, 53002, 53003, 53004, 53010, 53011],
    ...[500021, 500022, 500212, 500213, 530032, 530034, 530035],
  ],
  /** Cancelled, or a second factor that was not given. */
  upstream_denied: [50072, 50074, 50076, 50078, 50079, 65004],
  /** Redeemed before, expired, or of another login. */
  upstream_code_refused: [50089, 50173, 54005, 70000, 70008, 501481, 700005],
  upstream_unreachable: [50033, 50087, 50088, 90006, 90012, 90024, 90033, 90055, 90090, 90091],
};

const CODES_BY_NUMBER = new Map(
  Object.entries(NUMBERS).flatMap(([code, numbers]) =>
    numbers.map((number) => [number.toString(), code as Code]),
  ),
);

/** The refusal for a number such as 7000215; undefined for one that Portico does not tell apart. */
export const codeOfAadsts = (number: string): Code | undefined => CODES_BY_NUMBER.get(number);
