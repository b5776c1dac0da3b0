import { createSocket, type Socket } from 'node:dgram';

/** What the server says about a name: its TXT records (each a list of strings), or an error, or nothing at all. */
export type DnsAnswer = string[][] | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED' | 'silence' | 'garbage';

/** A DNS server for tests (RFC 1035) that knows TXT records only. */
export interface TestDns {
  /** `address:port`. */
  server: string;
  /** By name; what is not here does not exist. */
  answers: Record<string, DnsAnswer>;
  /** The names that were asked for, in their order. */
  asked: string[];
  close: () => Promise<void>;
}

/** Listens on a free UDP port of 127.0.0.1. */
export const startDns = async (): Promise<TestDns> => {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  // A test that fails before it closes its servers must end all the same.
  socket.unref();
  const { port } = socket.address();
  const close = (): Promise<void> => new Promise((resolve) => socket.close(resolve));
  const dns: TestDns = { server: `127.0.0.1:${port.toString()}`, answers: {}, asked: [], close };
  socket.on('message', (query, from) => {
    reply(dns, socket, query, from.port);
  });
  return dns;
};

const CODES = { SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 };

const reply = (dns: TestDns, socket: Socket, query: Buffer, port: number): void => {
  const { name, question } = readQuestion(query);
  dns.asked.push(name);
  const answer = dns.answers[name.toLowerCase()] ?? 'NXDOMAIN';
  if (answer === 'silence') return;
  if (answer === 'garbage') {
    socket.send(Buffer.from('not a DNS message'), port, '127.0.0.1');
    return;
  }
  const records = typeof answer === 'string' ? [] : answer;
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180 | (typeof answer === 'string' ? CODES[answer] : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(records.length, 6);
  socket.send(Buffer.concat([header, question, ...records.map(toRecord)]), port, '127.0.0.1');
};

const readQuestion = (query: Buffer): { name: string; question: Buffer } => {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('ascii', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.'), question: query.subarray(12, at + 5) };
};

/** Its name is a pointer to the question's; class IN, one second to live. */
const toRecord = (strings: string[]): Buffer => {
  const data = Buffer.concat(
    strings.map((text) => Buffer.concat([Buffer.from([Buffer.byteLength(text)]), Buffer.from(text)])),
  );
  const head = Buffer.from([0xc0, 0x0c, 0, 16, 0, 1, 0, 0, 0, 1, data.length >> 8, data.length & 0xff]);
  return Buffer.concat([head, data]);
};
