export {
  decide,
  type Decision,
  type DecisionInput,
  type Offers,
  PASSWORD_STALE_SECONDS,
  type Proof,
  type Purpose,
  SETTINGS_STALE_SECONDS,
} from './decide.rules.js';
export { type NormalEmail, readDomain, readEmail } from './email.rules.js';
export { emailTrustOf, type EmailTrust, type EmailTrustInput } from './email-trust.rules.js';
export { type Finding, LINT_RULES, lintConnection } from './lint-connection.rules.js';
export { type LintField, type LintInput, type LintRule } from './lint-rule.rules.js';
