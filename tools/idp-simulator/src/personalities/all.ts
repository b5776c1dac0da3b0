import type { Personality } from '../personality.js';
import { azure } from './azure.js';
import { google } from './google.js';
import { keycloak } from './keycloak.js';
import { okta } from './okta.js';
import { onelogin } from './onelogin.js';
import { unlisted } from './unlisted.js';

/** Every identity provider that the simulator can be, each at its own address. */
export const PERSONALITIES: readonly Personality[] = [keycloak, okta, azure, onelogin, google, unlisted];
