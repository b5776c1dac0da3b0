import { lookup } from 'node:dns/promises';
import { error, type Finding, warning } from './finding.js';
import { reasonOf } from './check-issuer.js';

const TIMEOUT_MS = 5000;

/** What the broker's way to identity providers is told by. */
export interface Egress {
  issuer: string;
  /** PORTICO_EGRESS_ALLOW. */
  allowed: string;
  /** Issuers to try from here. */
  providers: string[];
  proxied: boolean;
}

/** Looks at the way out: what is allowed of it, names, port 443. As the broker's wall does: straight, by no proxy. */
export const checkEgress = async ({ issuer, allowed, providers, proxied }: Egress): Promise<Finding[]> => [
  ...checkAllowed(issuer, allowed),
  ...(proxied
    ? [
        warning(
          'egress',
          'a proxy is set (HTTPS_PROXY), which the broker does not take',
          'Let the broker out on port 443 directly: it checks each address that it reaches.',
        ),
      ]
    : []),
  ...(await Promise.all(providers.map(checkProvider))).flat(),
];

const checkAllowed = (issuer: string, allowed: string): Finding[] => {
  const origins = allowed
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
  const broken = origins.filter((one) => URL.parse(one)?.origin !== one);
  const insecure = issuer.startsWith('https:') ? origins.filter((one) => one.startsWith('http:')) : [];
  return [
    ...(broken.length === 0
      ? []
      : [
          error(
            'egress',
            `PORTICO_EGRESS_ALLOW has what is no origin: ${broken.join(', ')}`,
            'Each is a scheme, a host and a port, with nothing behind.',
          ),
        ]),
    ...(insecure.length === 0
      ? []
      : [
          error(
            'egress',
            `PORTICO_EGRESS_ALLOW has http origins beside an https issuer: ${insecure.join(', ')}`,
            'Reach them by https, or leave them out: the broker does not start so.',
          ),
        ]),
  ];
};

const checkProvider = async (address: string): Promise<Finding[]> => {
  const url = URL.parse(address);
  if (!url)
    return [
      error('egress', '--egress-url is no address', 'Name an issuer, such as https://accounts.google.com.'),
    ];
  try {
    await lookup(url.hostname);
  } catch (failure) {
    return [
      error(
        'egress',
        `the name ${url.hostname} cannot be resolved (${reasonOf(failure)})`,
        'Let the broker ask a DNS server (port 53).',
      ),
    ];
  }
  try {
    const answer = await fetch(`${url.href.replace(/\/$/, '')}/.well-known/openid-configuration`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await answer.body?.cancel();
    return answer.ok
      ? []
      : [
          error(
            'egress',
            `${url.origin} answers its discovery document with ${answer.status}`,
            'Mend the address of the issuer.',
          ),
        ];
  } catch (failure) {
    return [
      error(
        'egress',
        `${url.host} cannot be reached (${reasonOf(failure)})`,
        'Let the broker out on port 443.',
      ),
    ];
  }
};
