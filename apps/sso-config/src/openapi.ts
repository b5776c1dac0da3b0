import type { ApiFacts } from '@portico/service-kit';
import { DOORS } from './app.module.js';

/** This service's `/v1` API, for its document. */
export const API: ApiFacts = {
  title: 'Portico: single sign-on settings',
  description: 'Tenants, their connections to identity providers, and how their people sign in.',
  url: 'http://localhost:3002',
  doors: DOORS,
};
