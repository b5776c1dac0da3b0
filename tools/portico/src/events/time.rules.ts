import { EXIT, Failure } from '../failure.js';

const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A moment: how long ago (`90s`, `15m`, `2h`, `3d`), or as a date and time with its zone (ISO 8601). */
export const readTime = (text: string, now: Date): Date => {
  const [, amount, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  if (amount && unit) return new Date(now.getTime() - Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS]);
  const time = new Date(text);
  const isWhole = /^\d{4}-\d\d-\d\d(T.*(Z|[+-]\d\d:?\d\d))?$/.test(text);
  if (!isWhole || Number.isNaN(time.getTime()))
    throw new Failure(
      EXIT.misused,
      `${JSON.stringify(text)} is no time: say 15m, 2h, 3d, or one with its zone, such as 2026-11-23T08:00:00Z.`,
    );
  if (time > now) throw new Failure(EXIT.misused, `${text} is yet to come.`);
  return time;
};

/** A whole number from 1 on. */
export const readNumber = (option: string, text: string): number => {
  if (!/^[1-9]\d{0,15}$/.test(text))
    throw new Failure(EXIT.misused, `${option} is a whole number from 1 on.`);
  return Number(text);
};
