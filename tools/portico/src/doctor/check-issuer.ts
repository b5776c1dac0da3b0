import { compareClocks } from './clock.js';
import { error, type Finding } from './finding.js';

const TIMEOUT_MS = 5000;

const isLoopback = ({ hostname }: URL): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(hostname);

/** Looks at the issuer as an application does: its address, its discovery document, its clock. */
export const checkIssuer = async (address: string): Promise<Finding[]> => {
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol))
    return [
      error(
        'issuer',
        'PORTICO_PUBLIC_URL is no address',
        'Set it to the issuer, such as https://login.example.com.',
      ),
    ];
  const own =
    url.protocol === 'https:' || isLoopback(url)
      ? []
      : [
          error(
            'issuer',
            `the issuer ${url.origin} is not https`,
            'Put TLS in front and set PORTICO_PUBLIC_URL of every service to the https address.',
          ),
        ];
  return [...own, ...(await checkDiscovery(url))];
};

const checkDiscovery = async (url: URL): Promise<Finding[]> => {
  const issuer = url.href.replace(/\/$/, '');
  const sentAt = Date.now();
  const answer = await ask(`${issuer}/.well-known/openid-configuration`);
  const receivedAt = Date.now();
  if (typeof answer === 'string')
    return [
      error(
        'issuer',
        `the issuer ${url.origin} cannot be reached (${answer})`,
        'Look at DNS, TLS, the ingress, and whether the broker is ready (/readyz of its management port).',
      ),
    ];
  const date = answer.headers.get('date');
  return [
    ...(await checkDocument(answer, issuer)),
    ...(date
      ? compareClocks(url.host, { theirs: new Date(date), sentAt, receivedAt, precisionMs: 1000 })
      : []),
  ];
};

const checkDocument = async (answer: Response, issuer: string): Promise<Finding[]> => {
  const { issuer: told } = (await answer.json().catch(() => ({}))) as { issuer?: string };
  if (!answer.ok || told === undefined)
    return [
      error(
        'issuer',
        `${issuer} answers its discovery document with ${answer.status}${answer.ok ? ' and no issuer' : ''}`,
        'Look whether the ingress leads to the broker, and whether the broker is ready.',
      ),
    ];
  return told === issuer
    ? []
    : [
        error(
          'issuer',
          `${issuer} says that its issuer is ${told}`,
          'Set PORTICO_PUBLIC_URL to the same address everywhere: applications compare it character by character.',
        ),
      ];
};

/** Looks whether a service's API is where it is said to be: it asks everybody for a token. */
export const checkApi = async (name: string, address: string): Promise<Finding[]> => {
  const url = URL.parse(address);
  if (!url) return [error('issuer', `${name} is no address`, 'Mend it.')];
  const answer = await ask(`${url.origin}/v1/tenants/00000000-0000-7000-8000-000000000000/users`);
  if (typeof answer === 'string')
    return [
      error(
        'issuer',
        `${name} cannot be reached at ${url.origin} (${answer})`,
        'Start the service, let the network through, or mend the address.',
      ),
    ];
  await answer.body?.cancel();
  // sso-config knows no such path, and says so as Portico says everything.
  return answer.headers.get('content-type')?.startsWith('application/problem+json')
    ? []
    : [
        error(
          'issuer',
          `${name} leads to something else than Portico (${url.origin} answers ${answer.status})`,
          'Mend the address.',
        ),
      ];
};

const ask = async (url: string): Promise<Response | string> => {
  try {
    return await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (failure) {
    return reasonOf(failure);
  }
};

/** The innermost code says the most. */
export const reasonOf = (failure: unknown): string => {
  const { name = 'unknown', code, cause } = (failure ?? {}) as Partial<NodeJS.ErrnoException>;
  if (name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1000} seconds`;
  return cause ? reasonOf(cause) : (code ?? name);
};
