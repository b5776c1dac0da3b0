import { existsSync, readFileSync } from 'node:fs';
import { PARTICIPANTS, type ServiceName } from '@portico/contracts';
import type { KeyDirectory, NatsKeyOwner } from '@portico/deployment';
import { inspectNats, inspectNatsAs, type NatsFault, type NatsOptions } from '@portico/messaging';
import { error, type Finding, warning } from './finding.js';

/** Looks at NATS as the operator, then as each service. */
export const checkNats = async (directory: KeyDirectory, url: string): Promise<Finding[]> => {
  const hosts = url.replaceAll(/[^,]*@|\w+:\/\//g, '');
  const operator = optionsOf(directory, 'operator', url);
  if (!operator) return [];
  const { version, fault, missing } = await inspectNats(operator);
  const own = [
    ...versionFindings(version),
    ...(fault ? [faultFinding(fault, `NATS at ${hosts}`)] : []),
    ...missingFindings(missing),
  ];
  // Whoever cannot be reached cannot be asked as somebody else either.
  if (fault === 'unreachable' || fault === 'no_jetstream' || fault === 'no_stream') return own;
  const services = Object.keys(PARTICIPANTS) as ServiceName[];
  const asServices = await Promise.all(services.map((service) => lookAs(directory, service, url)));
  return [...own, ...asServices.flat()];
};

const optionsOf = (directory: KeyDirectory, owner: NatsKeyOwner, url: string): NatsOptions | undefined => {
  const file = directory.natsSeed(owner);
  return existsSync(file) ? { url, nkeySeed: readFileSync(file, 'utf8') } : undefined;
};

const lookAs = async (directory: KeyDirectory, service: ServiceName, url: string): Promise<Finding[]> => {
  const options = optionsOf(directory, service, url);
  if (!options) return [];
  const { fault } = await inspectNatsAs(service, options).catch((failure: unknown) => {
    // A durable that is not there is told once, of all.
    if (failure instanceof Error && failure.name === 'JetStreamApiError') return { fault: undefined };
    throw failure;
  });
  return fault ? [faultFinding(fault, `NATS as ${service}`)] : [];
};

const RELOAD =
  'Let NATS take nats-accounts.conf of the directory over by a reload (nats-server --signal reload).';

const FAULTS: Record<NatsFault, [string, string]> = {
  unreachable: ['cannot be reached', 'Start it, let the network through, or mend NATS_URL.'],
  key_refused: ['does not know the key of the directory', RELOAD],
  not_permitted: ['permits less than this release needs', RELOAD],
  no_stream: ['has no stream of Portico', 'Run portico migrate, which makes it.'],
  no_jetstream: [
    'has no JetStream, so no fact would be kept',
    'Switch it on: jetstream { store_dir: … } in its configuration, and jetstream: enabled for the account.',
  ],
};

const faultFinding = (fault: NatsFault, where: string): Finding =>
  error('nats', `${where} ${FAULTS[fault][0]}`, FAULTS[fault][1]);

const missingFindings = (missing: string[]): Finding[] =>
  missing.length === 0
    ? []
    : [
        error(
          'nats',
          `NATS has no durable ${missing.join(', ')}: those facts are heard by nobody`,
          'Run portico migrate, which makes them.',
        ),
      ];

/** What Portico was tried with. */
const OLDEST = [2, 9, 0];
/** CVE-2025-30215: who is let in may touch the assets of other accounts. */
const MENDED: Record<string, number[]> = { '2.10': [2, 10, 27], '2.11': [2, 11, 1] };

const versionFindings = (version?: string): Finding[] => {
  const parts = version?.split(/[.-]/).slice(0, 3).map(Number);
  if (!parts || parts.some(Number.isNaN)) return [];
  if (isOlder(parts, OLDEST))
    return [
      error(
        'nats',
        `nats-server ${version ?? ''} is older than ${OLDEST.join('.')}`,
        'Bring it to 2.12 or newer.',
      ),
    ];
  const mended = MENDED[parts.slice(0, 2).join('.')] ?? [2, 10, 27];
  return isOlder(parts, mended)
    ? [
        warning(
          'nats',
          `nats-server ${version ?? ''} has a known weakness (CVE-2025-30215)`,
          'Bring it to 2.12 or newer.',
        ),
      ]
    : [];
};

const isOlder = (one: number[], other: number[]): boolean => {
  const at = one.findIndex((part, index) => part !== other[index]);
  return at >= 0 && (one[at] ?? 0) < (other[at] ?? 0);
};
