import { gauge } from '@portico/service-kit';

const BEGAN_AT = performance.now();
let contactAt: number | undefined;

gauge(
  {
    name: 'portico_settings_age_seconds',
    help: "How long ago this replica has last brought the projection of every tenant's settings up to date; before the first time, since its start",
  },
  function collect() {
    this.set((performance.now() - (contactAt ?? BEGAN_AT)) / 1000);
  },
);

/** The projection was up to date at this moment of `performance.now()`. */
export const showContact = (at: number): void => {
  contactAt = at;
};
