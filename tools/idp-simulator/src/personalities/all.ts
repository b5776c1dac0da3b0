import type { Personality } from '../personality.js';
import { keycloak } from './keycloak.js';

/** Every identity provider that the simulator can be, each at its own address. */
export const PERSONALITIES: readonly Personality[] = [keycloak];
