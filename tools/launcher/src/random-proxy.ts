import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** The kinds of error that say "nobody was there": nothing has been done, so another replica may be asked. */
const NOBODY_THERE = new Set(['ECONNREFUSED']);

/** For whoever wants to know what became of a request. */
interface Watch {
  /** Told when a replica does not listen. */
  onRefused?: () => void;
  /** The name by which an answer says who has given it (RFC 9110 §7.6.3). */
  nameOf?: (port: number) => string;
}

/**
 * One address for several replicas: each request goes to one of them at random, as behind a load balancer.
 * Keeps Host, says who the client is, and passes a replica by that does not listen. Targets may
 * come and go while it runs.
 */
export const startProxy = (port: number, targets: number[], watch: Watch = {}): Promise<Server> => {
  const server = createServer(
    (incoming, outgoing) => void handle({ incoming, outgoing, ...watch }, shuffled(targets)),
  );
  return new Promise((resolve, reject) => server.once('error', reject).listen(port, () => resolve(server)));
};

interface Exchange extends Watch {
  incoming: IncomingMessage;
  outgoing: ServerResponse;
}

const handle = async (exchange: Exchange, targets: number[]): Promise<void> => {
  const body = await exchange.incoming.toArray().then(
    (chunks) => Buffer.concat(chunks as Buffer[]),
    () => undefined,
  );
  if (body) forward(exchange, body, targets);
};

const forward = (exchange: Exchange, body: Buffer, [port, ...others]: number[]): void => {
  const { incoming, outgoing, onRefused, nameOf } = exchange;
  if (port === undefined) return void outgoing.writeHead(503).end('no replica answers');
  const { method, url: path, headers } = incoming;
  const forwarded = { ...headers, 'x-forwarded-for': incoming.socket.remoteAddress ?? '' };
  const onward = request({ host: '127.0.0.1', port, method, path, headers: forwarded }, (answer) => {
    const via = nameOf ? ['via', `1.1 ${nameOf(port)}`] : [];
    outgoing.writeHead(answer.statusCode ?? 502, [...answer.rawHeaders, ...via]);
    answer.on('error', () => outgoing.destroy()).pipe(outgoing);
  });
  onward.once('error', (error: NodeJS.ErrnoException) => {
    if (NOBODY_THERE.has(error.code ?? '')) {
      onRefused?.();
      forward(exchange, body, others);
    } else if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(502).end('the replica broke off');
  });
  onward.end(body);
};

const shuffled = (ports: number[]): number[] =>
  ports
    .map((port) => ({ port, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ port }) => port);
