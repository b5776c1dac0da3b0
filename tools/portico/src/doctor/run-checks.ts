import { error, type Check, type Finding } from './finding.js';

/** What all checks have come to. */
export interface Diagnosis {
  findings: Finding[];
  checked: string[];
  /** What could not be looked at, and what it takes. */
  notChecked: { name: string; needs: string }[];
}

/** Runs checks side by side, each no longer than the deadline; one that fails hides no other. */
export const runChecks = async (checks: Check[], deadlineMs: number): Promise<Diagnosis> => {
  const able = checks.filter(({ needs }) => needs === undefined);
  const found = await Promise.all(able.map((check) => runOne(check, deadlineMs)));
  return {
    findings: found.flat(),
    checked: able.map(({ name }) => name),
    notChecked: checks.flatMap(({ name, needs }) =>
      needs === undefined ? NOTHING_TO_TELL : [{ name, needs }],
    ),
  };
};

const NOTHING_TO_TELL: Diagnosis['notChecked'] = [];

const runOne = async ({ name, area, run }: Check, deadlineMs: number): Promise<Finding[]> => {
  const late = [
    error(
      area,
      `${name}: no answer within ${deadlineMs / 1000} seconds`,
      'Look at the network between here and there.',
    ),
  ];
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<Finding[]>((resolve) => {
    timer = setTimeout(resolve, deadlineMs, late);
  });
  try {
    return await Promise.race([run(), deadline]);
  } catch (failure) {
    // The message alone: whatever else an error carries may hold an address with a password.
    const { name: kind = 'unknown', message = '' } = (failure ?? {}) as Partial<Error>;
    const reason = `${kind}: ${withoutUrls(message)}`;
    return [
      error(
        area,
        `${name} could not be looked at (${reason})`,
        'Report this: a check ought to name its fault.',
      ),
    ];
  } finally {
    clearTimeout(timer);
  }
};

const withoutUrls = (text: string): string => text.replace(/\w+:\/\/\S+/g, '…');
