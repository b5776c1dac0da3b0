import { APPLICATIONS } from './proofs/applications.ts';
import { CONFORMANCE } from './proofs/conformance.ts';
import { DASHBOARD } from './proofs/dashboard.ts';
import { DEPLOYMENT } from './proofs/deployment.ts';
import { DIRECTORY } from './proofs/directory.ts';
import { FACTORS } from './proofs/factors.ts';
import { IMPORTS } from './proofs/imports.ts';
import { K8S } from './proofs/k8s.ts';
import { KEYS } from './proofs/keys.ts';
import { LIBS } from './proofs/libs.ts';
import { LOGINS } from './proofs/logins.ts';
import { MATCHING } from './proofs/matching.ts';
import { OBSERVABILITY } from './proofs/observability.ts';
import { OPERATORS } from './proofs/operators.ts';
import { PAGES } from './proofs/pages.ts';
import { PASSWORDS } from './proofs/passwords.ts';
import type { Proof } from './proofs/proof.ts';
import { RECOVERY } from './proofs/recovery.ts';
import { SESSIONS } from './proofs/sessions.ts';
import { SET_UP } from './proofs/set-up.ts';
import { SIGN_OUTS } from './proofs/sign-outs.ts';
import { SSO_CONFIG } from './proofs/sso-config.ts';
import { SUBSCRIBERS } from './proofs/subscribers.ts';
import { SUPPORT } from './proofs/support.ts';
import { TESTS } from './proofs/tests.ts';
import { TOKENS } from './proofs/tokens.ts';
import { UPSTREAM } from './proofs/upstream.ts';

/** Every defence that can be taken out, by the part of the product that it is in. */
export const PROOFS: readonly (readonly [part: string, proofs: readonly Proof[]])[] = [
  ['Answers of identity providers', UPSTREAM],
  ['Logins', LOGINS],
  ['Applications and tokens', TOKENS],
  ['Passwords', PASSWORDS],
  ['Second factors', FACTORS],
  ['Recovery codes', RECOVERY],
  ['Sessions', SESSIONS],
  ['The dashboard', DASHBOARD],
  ['Pages and guides', PAGES],
  ['Sign-outs and starts from elsewhere', SIGN_OUTS],
  ['Matching', MATCHING],
  ['Users', DIRECTORY],
  ['Imports', IMPORTS],
  ['Applications', APPLICATIONS],
  ['Test sign-ins', TESTS],
  ['Settings', SSO_CONFIG],
  ['Set-up and enforcing', SET_UP],
  ['Support and set-up links', SUPPORT],
  ['Signing keys', KEYS],
  ['Setting up', OPERATORS],
  ['Requests of applications', CONFORMANCE],
  ['Kubernetes', K8S],
  ['Subscribers', SUBSCRIBERS],
  ['Common ground', LIBS],
  ['Metrics and traces', OBSERVABILITY],
  ['Upgrades', DEPLOYMENT],
];
