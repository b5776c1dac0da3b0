import { randomUUID } from 'node:crypto';
import type { About, Personality, TokenRefusal, TokenRefusalReason } from '../personality.js';

type Word = (about: About) => [status: number, error: string, code: number, text: string];

/**
 * Microsoft's numbers and texts.
 * Source of the numbers: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
const REFUSALS: Record<TokenRefusalReason, Word> = {
  // An application that the directory does not know is "unauthorized_client" (same source, "unauthorized_client").
  client_unknown: (about) => [400, 'unauthorized_client', 700016, unknownApplication(about)],
  secret_missing: () => [
    401,
    'invalid_client',
    7000218,
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  ],
  // https://github.com/OfficeDev/microsoft-365-agents-toolkit/issues/8621
  secret_wrong: ({ clientId }) => [
    401,
    'invalid_client',
    7000215,
    `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
  ],
  // https://github.com/spencerwooo/onedrive-vercel-index/issues/1051; status 401:
  // https://github.com/liprec/vsts-release-aas/issues/119
  secret_expired: ({ clientId }) => [
    401,
    'invalid_client',
    7000222,
    `The provided client secret keys for app '${clientId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.`,
  ],
  method_wrong: ({ detail }) => [400, 'invalid_request', 900144, detail],
  code_wrong: () => [400, 'invalid_grant', 9002313, 'Invalid request. Request is malformed or invalid.'],
  // https://github.com/davidjrh/dnn.azureadprovider/issues/17
  code_used: () => [
    400,
    'invalid_grant',
    54005,
    'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
  ],
  code_expired: () => [
    400,
    'invalid_grant',
    70008,
    'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
  ],
  // https://github.com/alexandrtovmach/react-microsoft-login/issues/121
  redirect_uri_wrong: (about) => [400, 'invalid_client', 50011, wrongRedirectUri(about)],
  verifier_missing: () => [400, 'invalid_grant', 501481, WRONG_VERIFIER],
  verifier_wrong: () => [400, 'invalid_grant', 501481, WRONG_VERIFIER],
  too_many_requests: () => [
    429,
    'temporarily_unavailable',
    90055,
    'TenantThrottlingError - There are too many incoming requests.',
  ],
  other: ({ error, detail }) => [400, error, 9002313, detail],
};

const WRONG_VERIFIER =
  'The Code_Verifier does not match the code_challenge supplied in the authorization request.';

/** Members as in "Handling error codes in your application" of the source. */
export function refuseAzureToken(reason: TokenRefusalReason, about: About): TokenRefusal {
  const [status, error, code, text] = REFUSALS[reason](about);
  const [traceId, correlationId] = [randomUUID(), randomUUID()];
  const timestamp = `${new Date().toISOString().slice(0, 19).replace('T', ' ')}Z`;
  return {
    status,
    body: {
      error,
      error_description: `AADSTS${code}: ${text} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
      error_codes: [code],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
      error_uri: `https://login.microsoftonline.com/error?code=${code}`,
    },
  };
}

/**
 * The application is told, by `access_denied`:
 * https://github.com/AzureAD/azure-activedirectory-library-for-js/issues/916; the text of 50105:
 * https://github.com/soraxas/echo360/issues/68
 */
export const azureDenials: Personality['denials'] = {
  cancelled: 'AADSTS65004: User declined to consent to access the app.',
  notAssigned: ({ clientId, username }) =>
    `AADSTS50105: Your administrator has configured the application Portico ('${clientId}') to block users unless they are specifically granted ('assigned') access to the application. The signed in user '${username}' is blocked because they are not a direct member of a group with access, nor had access directly assigned by an administrator. Please contact your administrator to assign access to this application.`,
};

/** Neither is ever sent to the redirect URI: Microsoft shows them on a page of its own. */
export const azureRefusalPage: Personality['refusalPage'] = (about) => ({
  heading: "Sorry, but we're having trouble signing you in.",
  text:
    {
      invalid_redirect_uri: `AADSTS50011: ${wrongRedirectUri(about)}`,
      invalid_client: `AADSTS700016: ${unknownApplication(about)}`,
    }[about.error] ?? 'AADSTS50089: Flow token expired. Start again from the application.',
});

// https://github.com/unoplatform/uno.todo/issues/180
const wrongRedirectUri = ({ clientId, redirectUri }: About): string =>
  `The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for the application '${clientId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal. Navigate to https://aka.ms/redirectUriMismatchError to learn more about how to fix this.`;

// https://github.com/Azure-Samples/azure-health-data-and-ai-samples/issues/100
const unknownApplication = ({ clientId }: About): string =>
  `Application with identifier '${clientId}' was not found in the directory 'Initech'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`;
