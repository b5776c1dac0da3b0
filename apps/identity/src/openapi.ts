import type { ApiFacts } from '@portico/service-kit';
import { DOORS } from './app.module.js';

/** This service's `/v1` API, for its document. */
export const API: ApiFacts = {
  title: 'Portico: users',
  description: 'Users of every tenant, their passwords, second factors and identity links.',
  url: 'http://localhost:3003',
  doors: DOORS,
};
