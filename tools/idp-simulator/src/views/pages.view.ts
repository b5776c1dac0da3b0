import { Eta } from 'eta';
import type { Stage } from '../control/control.controller.js';
import { GROUPS, type Fault } from '../faults/fault.js';
import type { Person } from '../people.js';
import type { Registration } from '../state.store.js';

const eta = new Eta({ views: import.meta.dirname, cache: true });

export interface LoginPage {
  title: string;
  company: string;
  application: string;
  people: readonly Person[];
  /** Whose session is being proved again. */
  signedIn?: Person;
  password: string;
  username: string;
  refused?: boolean;
}

export const renderLogin = (page: LoginPage): string => eta.render('./login', page);

export const renderMessage = (page: { title: string; heading: string; text: string }): string =>
  eta.render('./message', page);

/** `form` is oidc-provider's own, with its token against forged requests. */
export const renderSignOut = (page: { title: string; form: string }): string =>
  eta.render('./sign-out', page);

export interface ControlPage {
  stages: (Stage & {
    faults: [name: string, fault: Fault][];
    clients: [clientId: string, registration: Registration][];
  })[];
}

export const renderControl = ({ stages }: ControlPage): string =>
  eta.render('./control', {
    stages: stages.map((stage) => ({
      ...stage,
      on: Object.values(stage.switches).filter((value) => Boolean(value)).length,
      groups: GROUPS.map((group) => ({
        group,
        faults: stage.faults.filter(([, fault]) => fault.group === group),
      })).filter(({ faults }) => faults.length > 0),
    })),
  });
