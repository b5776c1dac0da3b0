import { authorize, toRequest } from './authorization.fixture.js';
import type { ConformanceModule, ModuleLog } from './module.fixture.js';
import { CALLBACK, type Client, type Op } from './op.fixture.js';

/** The redirect URI that this request has, or does not have, is not called; a page says what is wrong. */
const refusing =
  (page: string, clientOf: (op: Op) => Client, redirectUri: string | undefined) =>
  async (op: Op, log: ModuleLog): Promise<void> => {
    const request = toRequest(clientOf(op), { redirect_uri: redirectUri });
    const { answer, reason } = await authorize(op, op.browser(), request);
    log.must('no redirect_uri is called', answer === undefined);
    log.page(page, reason, 'application_request_invalid');
  };

const SAYS_SO = 'Shows the page of `application_request_invalid`.';

/** Of the Dynamic OP plan, the modules that send a request to be refused. */
export const REDIRECT_MODULES: readonly ConformanceModule[] = [
  {
    name: 'oidcc-ensure-redirect-uri-in-authorization-request',
    checks: 'A client with two redirect URIs sends none: a page says so.',
    portico: SAYS_SO,
    run: refusing('ExpectRedirectUriMissingErrorPage', ({ clientQuery }) => clientQuery, undefined),
  },
  {
    name: 'oidcc-redirect-uri-query-mismatch',
    checks: 'The registered redirect URI with other parameters than it is registered with: a page says so.',
    portico: SAYS_SO,
    run: refusing('ExpectRedirectUriErrorPage', ({ clientQuery }) => clientQuery, `${CALLBACK}?bar=foo`),
  },
  {
    name: 'oidcc-redirect-uri-query-added',
    checks: 'A redirect URI that is registered without parameters, with one: a page says so.',
    portico: SAYS_SO,
    run: refusing('ExpectRedirectUriErrorPage', ({ client }) => client, `${CALLBACK}?foo=bar`),
  },
];
