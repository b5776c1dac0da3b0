import { createSocket, type Socket } from 'node:dgram';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { decode, encode, type Packet } from 'dns-packet';

/** TXT records by name: a file that anybody at the machine may change, as an admin changes a zone. */
type Zone = Record<string, string[]>;

const readZone = (file: string): Zone =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Zone) : {};

/** Adds a TXT record to the zone. */
export const addTxtRecord = (file: string, name: string, value: string): void => {
  const zone = readZone(file);
  const records = new Set([...(zone[name] ?? []), value]);
  writeFileSync(file, JSON.stringify({ ...zone, [name]: [...records] }, null, 2));
};

/** The demo's own DNS server on loopback: it answers for TXT records out of one file, and knows no other name. */
export const startDnsServer = (port: number, zoneFile: string): Promise<Socket> => {
  const socket = createSocket('udp4');
  socket.on('message', (message, { port: askingPort, address }) => {
    const asked = read(message);
    if (asked) socket.send(encode(answerTo(asked, readZone(zoneFile))), askingPort, address);
  });
  return new Promise((resolve, reject) => {
    socket.once('error', reject).bind(port, '127.0.0.1', () => resolve(socket));
  });
};

/** Whatever else comes to the port is not answered. */
const read = (message: Buffer): Packet | undefined => {
  try {
    return decode(message);
  } catch {
    return undefined;
  }
};

const AUTHORITATIVE = 1 << 10;
const NAME_ERROR = 3;

const answerTo = ({ id, questions }: Packet, zone: Zone): Packet => {
  const [question] = questions ?? [];
  const name = question?.name ?? '';
  const records = zone[name.toLowerCase()];
  return {
    type: 'response',
    id,
    flags: AUTHORITATIVE | (records ? 0 : NAME_ERROR),
    questions,
    answers:
      question?.type === 'TXT' ? (records ?? []).map((data) => ({ type: 'TXT', name, ttl: 1, data })) : [],
  };
};
