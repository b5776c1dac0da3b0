import { writeFileSync } from 'node:fs';
import { PLATFORM_SLUG, type SsoSettings, type Tenant, type TenantPage } from '@portico/contracts';
import type { Command } from 'commander';
import { stringify } from 'yaml';
import { EXIT, Failure } from '../failure.js';
import { findTenant } from '../find-tenant.js';
import { Portico } from '../portico.js';
import { toWanted, type WantedTenant } from './tenants-file.rules.js';

/** `portico tenants export`: YAML, or with `--json` JSON, which the import takes as well. */
export const exportTenants = async (
  slugs: string[],
  { output }: { output?: string },
  command: Command,
): Promise<void> => {
  const portico = new Portico(command, ['tenants:read', 'sso:read']);
  const tenants = slugs.length > 0 ? await findAll(portico, slugs) : await listTenants(portico);
  const wanted: WantedTenant[] = [];
  for (const { id } of tenants) {
    wanted.push(toWanted(await portico.ssoConfig.get<SsoSettings>(`/v1/tenants/${id}/sso`)));
    if (wanted.length % 100 === 0) portico.tell(`${wanted.length} of ${tenants.length} tenants`);
  }
  const yaml = (): string =>
    `# Client secrets are in no export.\n${stringify({ tenants: wanted }, { lineWidth: 110 })}`;
  if (output === undefined) return portico.show({ tenants: wanted }, () => [yaml().trimEnd()]);
  try {
    writeFileSync(output, yaml(), { mode: 0o600 });
  } catch {
    throw new Failure(EXIT.misused, `The file ${output} cannot be written.`);
  }
  portico.show({ tenants: wanted.length, file: output }, () => [
    `${wanted.length} tenants exported to ${output}.`,
  ]);
};

const findAll = async (portico: Portico, slugs: string[]): Promise<Tenant[]> => {
  const found: Tenant[] = [];
  for (const slug of slugs) found.push(await findTenant(portico, slug));
  return found;
};

/** All but the platform's own, which every Portico has already. */
const listTenants = async (portico: Portico): Promise<Tenant[]> => {
  const tenants: Tenant[] = [];
  for (let after: string | null = ''; after !== null;) {
    const query: string = `limit=100${after && `&after=${after}`}`;
    const page: TenantPage = await portico.ssoConfig.get<TenantPage>(`/v1/tenants?${query}`);
    tenants.push(...page.tenants.filter(({ slug }) => slug !== PLATFORM_SLUG));
    after = page.nextCursor;
  }
  return tenants;
};
