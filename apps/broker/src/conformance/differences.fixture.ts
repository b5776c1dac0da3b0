import { authorize, toRequest } from './authorization.fixture.js';
import type { Op } from './op.fixture.js';

/** Something that Portico does otherwise than the suite's modules take for granted, and how to see it. */
export interface Difference {
  name: string;
  what: string;
  because: string;
  /** What there is to see; `expected` where Portico is so. */
  seen: (op: Op) => Promise<unknown>;
  expected: unknown;
}

/** The error that a request with these changes leads to. */
const errorOf = async (op: Op, changes: Record<string, string | undefined>): Promise<string | undefined> => {
  const { answer } = await authorize(op, op.browser(), toRequest(op.client, changes));
  return answer?.['error'];
};

const valuesOf = (op: Op, ...names: string[]): unknown[] => names.map((name) => op.metadata[name] ?? null);

export const DIFFERENCES: readonly Difference[] = [
  {
    name: 'PKCE is required',
    what: 'The suite sends a PKCE challenge in one module; Portico answers `invalid_request` to every request without one, and to `plain`. The replay adds a challenge (S256) to all of them, and changes nothing else.',
    because:
      'Every application is protected from a stolen code alike, a confidential one too (RFC 9700 §2.1.1).',
    seen: async (op) => [
      await errorOf(op, { code_challenge: undefined, code_challenge_method: undefined }),
      await errorOf(op, { code_challenge_method: 'plain' }),
      ...valuesOf(op, 'code_challenge_methods_supported'),
    ],
    expected: ['invalid_request', 'invalid_request', ['S256']],
  },
  {
    name: 'The code flow is the only one',
    what: 'Portico answers `unsupported_response_type` to every `response_type` but `code`. The four plans ask for no other.',
    because: 'Tokens in an address end up in histories, logs and other people’s hands (RFC 9700 §2.1.2).',
    seen: async (op) => [
      await errorOf(op, { response_type: 'id_token' }),
      await errorOf(op, { response_type: 'code id_token' }),
      ...valuesOf(op, 'response_types_supported'),
    ],
    expected: ['unsupported_response_type', 'unsupported_response_type', ['code']],
  },
  {
    name: 'Applications do not register themselves',
    what: 'There is no registration endpoint, so the plans run with a client that is registered beforehand. The suite leaves three modules out of the Basic OP plan then; the replay runs them with clients that the API has made.',
    because: 'Whoever may sign a company’s people in is for that company’s operator to say.',
    seen: async (op) => [
      ...valuesOf(op, 'registration_endpoint'),
      (await fetch(op.local('/oauth2/register'), { method: 'POST' })).status,
    ],
    expected: [null, 404],
  },
  {
    name: 'A request names no other document',
    what: 'Portico takes neither `request` nor a `request_uri` of somebody else’s, and does not say that it would.',
    because:
      'A request that must not be tampered with goes by PAR (RFC 9126): no key of an application is needed for it, and Portico fetches nothing from an address that a request names.',
    seen: async (op) => [
      await errorOf(op, { request: 'e30.e30.' }),
      await errorOf(op, { request_uri: 'https://suite.example.com/request.jwt' }),
      ...valuesOf(op, 'request_parameter_supported', 'request_uri_parameter_supported'),
    ],
    expected: ['request_not_supported', 'request_uri_not_supported', null, false],
  },
];
