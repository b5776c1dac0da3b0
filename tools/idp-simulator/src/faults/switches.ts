import { z } from 'zod';
import type { PersonalityName } from '../personality.js';
import type { Fault } from './fault.js';
import { FAULTS, type FaultName } from './faults.js';

/** How the switches of one personality stand; what it does not have is off. */
export type Switches = Partial<Record<FaultName, boolean | number>>;

const ALL = Object.entries(FAULTS) as [FaultName, Fault][];

/** The faults that a provider can have, in the order of the table. */
export const admittedBy = (name: PersonalityName): [FaultName, Fault][] =>
  ALL.filter(([, { only }]) => only?.includes(name) ?? true);

/** Body of `PUT /control/{personality}/faults`: what is left out is off; what the provider cannot have is refused. */
export const switchesOf = (name: PersonalityName) =>
  z.strictObject(
    Object.fromEntries(admittedBy(name).map(([fault, { amount }]) => [fault, schemaOf(amount)])),
  );

const schemaOf = (amount: Fault['amount']) =>
  amount ? z.int().min(amount.least).max(amount.most).default(0) : z.boolean().default(false);

/** The faults that are switched on, each with its number. */
export const switchedOn = (switches: Switches): (Fault & { value: number })[] =>
  ALL.filter(([name]) => switches[name]).map(([name, fault]) => ({
    ...fault,
    value: Number(switches[name]),
  }));
