import type { ApiFacts } from '@portico/service-kit';
import { DOORS } from './app.module.js';

/** This service's `/v1` API, for its document. */
export const API: ApiFacts = {
  title: 'Portico: applications',
  description:
    'The applications that sign people in. The OpenID Provider itself is described by its discovery document.',
  url: 'http://localhost:3001',
  doors: DOORS,
};
