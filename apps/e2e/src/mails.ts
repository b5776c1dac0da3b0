import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { HouseDescription } from '@portico/launcher';

/** A mail as the demo's transport writes it: into the log of the identity process that sent it. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
}

type House = Pick<HouseDescription, 'logs'>;

const PATIENCE_MS = 10_000;
const REPLICAS = ['identity-1', 'identity-2'];

/** Every mail to an address so far, the oldest first. */
export const mailsTo = ({ logs }: House, email: string): Mail[] =>
  REPLICAS.map((name) => join(logs, `${name}.log`))
    .filter((file) => existsSync(file))
    .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
    .filter((line) => line.includes('"mail":'))
    .map((line) => JSON.parse(line) as { time: number | string; mail: Mail })
    .filter(({ mail }) => mail.to === email)
    .sort((a, b) => Number(new Date(a.time)) - Number(new Date(b.time)))
    .map(({ mail }) => mail);

/** The mails to an address, as soon as there are so many. */
export const waitForMails = async (house: House, email: string, count = 1): Promise<Mail[]> => {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const mails = mailsTo(house, email);
    if (mails.length >= count) return mails;
    if (Date.now() > deadline) throw new Error(`${mails.length} of ${count} mails to ${email} have come`);
    await wait(50);
  }
};

/** The address in a mail that its reader opens. */
export const linkIn = ({ text }: Mail): string => {
  const [link] = /https?:\/\/\S+/.exec(text) ?? [];
  if (!link) throw new Error('a mail without a link');
  return link;
};

/** The six digits in a mail that its reader types. */
export const codeIn = ({ text }: Mail): string => /\b\d{3} ?\d{3}\b/.exec(text)?.[0] ?? '';
