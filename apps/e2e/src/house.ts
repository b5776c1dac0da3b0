import { connectToHouse } from '@portico/launcher';

const file = process.env['PORTICO_E2E_HOUSE'];
if (!file) throw new Error('PORTICO_E2E_HOUSE must name the file of a running house; `npm test` sets it');

/** The house that the browser stage has started, which all suites share, one after another. */
export const house = connectToHouse(file);

/** The demo's connection at the Keycloak simulator. */
export const acme = {
  tenantId: house.seeded.tenants['acme'] ?? '',
  connectionId: house.seeded.connections['acme']?.['keycloak'] ?? '',
};
