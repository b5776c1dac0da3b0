import { API as broker } from '@portico/broker/openapi';
import { API as identity } from '@portico/identity/openapi';
import { describeApi } from '@portico/service-kit';
import { API as ssoConfig } from '@portico/sso-config/openapi';
import { stringify } from 'yaml';

/** The `/v1` API of every service. */
export const APIS = { broker, identity, 'sso-config': ssoConfig };

/** `docs/openapi/*.yaml`: what each service's API takes, gives and refuses (OpenAPI 3.1). */
export const renderOpenApi = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(APIS).map(([service, api]) => [
      `docs/openapi/${service}.yaml`,
      `# Generated from the controllers of apps/${service} by \`npm run docs\`.\n${stringify(
        describeApi(api),
        {
          lineWidth: 110,
          aliasDuplicateObjects: false,
        },
      )}`,
    ]),
  );
