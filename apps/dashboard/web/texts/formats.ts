import { useMemo } from 'react';
import { useLanguage } from './index.js';

interface Formats {
  date: (instant: string) => string;
  dateTime: (instant: string) => string;
  time: (instant: string) => string;
  /** "3 minutes ago", "in 2 days". */
  relative: (instant: string, now?: number) => string;
  number: (value: number) => string;
  list: (words: readonly string[]) => string;
}

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** Dates, numbers and lists as the language of the page writes them. */
export const useFormats = (): Formats => {
  const language = useLanguage();
  return useMemo(() => {
    const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
    const dateTime = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
    const time = new Intl.DateTimeFormat(language, { timeStyle: 'short' });
    const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
    const number = new Intl.NumberFormat(language);
    const list = new Intl.ListFormat(language);
    return {
      date: (instant) => date.format(new Date(instant)),
      dateTime: (instant) => dateTime.format(new Date(instant)),
      time: (instant) => time.format(new Date(instant)),
      relative: (instant, now = Date.now()) => {
        const distance = Date.parse(instant) - now;
        const [unit, size] = UNITS.find(([, length]) => Math.abs(distance) >= length) ?? ['minute', 60_000];
        return relative.format(Math.round(distance / size), unit);
      },
      number: (value) => number.format(value),
      list: (words) => list.format(words),
    };
  }, [language]);
};
