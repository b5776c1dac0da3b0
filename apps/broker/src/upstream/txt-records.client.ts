import { Resolver } from 'node:dns/promises';
import { AppError } from '@portico/contracts';
import { Injectable } from '@nestjs/common';
import { DnsSettings } from './dns-settings.js';

const TRIES = 2;
const MOST_RECORDS = 100;
/** There is no such name, it has no TXT record, or it cannot be a name at all. */
const NOTHING = ['ENOTFOUND', 'ENODATA', 'EBADNAME'];

/**
 * The DNS, by the deployment's servers and for TXT records alone. The wall looks its hosts up by the system's resolver,
 * as everything else on the machine does: a host that only these servers know is not reached.
 */
@Injectable()
export class TxtRecords {
  constructor(private readonly settings: DnsSettings) {}

  /** At most a hundred records, each with its strings joined; none for a name that has none. Refuses `dns_unavailable`. */
  async find(name: string): Promise<string[]> {
    const { servers, times } = this.settings;
    const resolver = new Resolver({ timeout: times.tryMs, maxTimeout: times.tryMs, tries: TRIES });
    if (servers.length > 0) resolver.setServers(servers);
    const timer = setTimeout(() => resolver.cancel(), times.totalMs);
    try {
      const records = await resolver.resolveTxt(name);
      return records.slice(0, MOST_RECORDS).map((strings) => strings.join(''));
    } catch (error) {
      const code = codeOf(error);
      if (NOTHING.includes(code)) return [];
      throw new AppError('dns_unavailable', { detail: code, cause: error });
    } finally {
      clearTimeout(timer);
    }
  }
}

const codeOf = (error: unknown): string => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'no code';
};
