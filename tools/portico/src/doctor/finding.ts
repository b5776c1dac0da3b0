/** Something that is wrong with a deployment, and how to mend it. Nothing secret is in either. */
export interface Finding {
  area: Area;
  level: 'error' | 'warning';
  what: string;
  mend: string;
}

export type Area = 'keys' | 'database' | 'nats' | 'issuer' | 'clock' | 'egress';

export const error = (area: Area, what: string, mend: string): Finding => ({
  area,
  level: 'error',
  what,
  mend,
});

export const warning = (area: Area, what: string, mend: string): Finding => ({
  area,
  level: 'warning',
  what,
  mend,
});

/** One look at a deployment: what it has found, or why it could not look. */
export interface Check {
  /** What is looked at, such as `database of broker`. */
  name: string;
  area: Area;
  run: () => Promise<Finding[]>;
  /** What was not told, and so keeps it from looking. */
  needs?: string;
}
