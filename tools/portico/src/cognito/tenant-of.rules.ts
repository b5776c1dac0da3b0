import { readEmail } from '@portico/policy';
import type { CognitoUser } from './aws-json.rules.js';
import type { Mapping, TenantRule } from './mapping.rules.js';

/** The slug of a user's tenant by the first rule that finds one; null where none does. */
export const tenantOf = (user: CognitoUser, { users, providers }: Mapping): string | null => {
  for (const rule of users.tenant) {
    const slug = byRule(rule, user, providers);
    if (slug !== undefined) return slug;
  }
  return null;
};

const byRule = (rule: TenantRule, user: CognitoUser, providers: Mapping['providers']): string | undefined => {
  switch (rule.by) {
    case 'provider':
      return user.identities
        .map(({ providerName }) => providers[providerName]?.tenant)
        .find((slug) => slug !== undefined);
    case 'attribute': {
      const value = user.attributes[rule.name];
      if (!value) return undefined;
      return rule.values ? rule.values[value] : value;
    }
    case 'domain': {
      // Anybody may write any address into their profile; only a verified one says where they belong.
      if (user.attributes['email_verified'] !== 'true') return undefined;
      const domain = readEmail(user.attributes['email'])?.domain;
      return domain === undefined ? undefined : rule.values[domain];
    }
    case 'all':
      return rule.tenant;
  }
};
