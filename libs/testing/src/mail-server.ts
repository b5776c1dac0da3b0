import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';

/** A mail as it arrived. */
export interface ReceivedMail {
  from: string;
  to: string[];
  /** Header names in lower case. */
  headers: Record<string, string>;
  text: string;
  html: string;
}

/** A real SMTP server of the test's own, which keeps what it receives. */
export interface MailServer {
  url: string;
  mails: ReceivedMail[];
  /** Answers the next recipients with this status instead of taking mail for them (RFC 5321 §4.2). */
  refuse: (statuses: number[]) => void;
  /** Takes no mail to its end until the function that it gives is called. */
  hold: () => () => void;
  /** The mails to this address, once there are as many. */
  mailsTo: (address: string, atLeast?: number) => Promise<ReceivedMail[]>;
  stop: () => Promise<void>;
}

/** Starts an SMTP server on a free port. */
export const startMailServer = async (): Promise<MailServer> => {
  const mails: ReceivedMail[] = [];
  const refusals: number[] = [];
  let held = Promise.resolve();
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onRcptTo: (_address, _session, done) => {
      const responseCode = refusals.shift();
      done(responseCode === undefined ? null : Object.assign(new Error('refused'), { responseCode }));
    },
    onData: (stream, { envelope }, done) => {
      const whole = text(stream);
      void Promise.all([whole, held]).then(([raw]) => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : '';
        mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), ...parse(raw) });
        done();
      }, done);
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const mailsTo = (address: string): ReceivedMail[] => mails.filter(({ to }) => to.includes(address));
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refuse: (statuses) => refusals.push(...statuses),
    hold: () => {
      let goOn = (): void => undefined;
      held = new Promise((resolve) => (goOn = resolve));
      return () => {
        goOn();
      };
    },
    mailsTo: async (address, atLeast = 1) => {
      for (let attempt = 0; attempt < 200 && mailsTo(address).length < atLeast; attempt++) await sleep(25);
      const found = mailsTo(address);
      if (found.length < atLeast) throw new Error(`${found.length} mails to ${address} within five seconds`);
      return found;
    },
    stop: async () => {
      await new Promise<void>((resolve) => {
        server.close(resolve);
      });
    },
  };
};

type Part = Pick<ReceivedMail, 'headers'> & { body: string };

const parse = (raw: string): Omit<ReceivedMail, 'from' | 'to'> => {
  const { headers, body } = splitPart(raw);
  const boundary = /boundary="([^"]+)"/.exec(headers['content-type'] ?? '')?.[1] ?? '';
  const parts = body.split(`--${boundary}`).map((part) => splitPart(part.replace(/^\r\n/, '')));
  const find = (type: string): string => {
    const part = parts.find((each) => each.headers['content-type']?.startsWith(type));
    return part ? decode(part) : '';
  };
  return { headers, text: find('text/plain'), html: find('text/html') };
};

const splitPart = (raw: string): Part => {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const headers = lines.map((line) => /^([^:]+): ?(.*)$/.exec(line));
  return {
    headers: Object.fromEntries(headers.map((match) => [match?.[1]?.toLowerCase() ?? '', match?.[2] ?? ''])),
    body: rest.join('\r\n\r\n'),
  };
};

/** The two encodings that a text has: none, and quoted-printable (RFC 2045 §6.7). */
const decode = ({ headers, body }: Part): string => {
  const lines = body.replaceAll('\r\n', '\n');
  if (headers['content-transfer-encoding'] !== 'quoted-printable') return lines;
  const bytes = lines
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
};
