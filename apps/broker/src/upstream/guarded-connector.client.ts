import { lookup as systemLookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { isPublicAddress } from './addresses.rules.js';
import { UpstreamRefusal } from './upstream-refusal.js';

export type LookupAll = (
  hostname: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface ConnectorOptions {
  isTrusted: (origin: string) => boolean;
  timeoutMs: number;
  lookup?: LookupAll;
}

/**
 * Connects for the wall: second, no name that has even one address that is not public is connected to; third, the
 * address that the socket really has is looked at before TLS begins, so before a byte of the request.
 */
export const guardedConnector = ({
  isTrusted,
  timeoutMs,
  lookup = systemLookup,
}: ConnectorOptions): buildConnector.connector => {
  const direct = buildConnector({ timeout: timeoutMs, allowH2: false });
  const guarded = buildConnector({ timeout: timeoutMs, lookup: publicOnly(lookup) });
  return (options, done) => {
    if (isTrusted(`${options.protocol}//${options.host ?? ''}`)) {
      direct(options, done);
      return;
    }
    guarded({ ...options, protocol: 'http:', port: options.port || '443' }, (...[error, socket]) => {
      if (error) {
        done(error, null);
      } else if (!isPublicAddress(socket.remoteAddress ?? '')) {
        socket.destroy();
        done(new UpstreamRefusal('private', `${options.hostname} is connected to a special address`), null);
      } else {
        direct({ ...options, httpSocket: socket }, done);
      }
    });
  };
};

/** A look-up that fails unless every address it finds is public. */
export const publicOnly =
  (lookup: LookupAll): LookupFunction =>
  (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = error ? [] : addresses;
      if (error) done(error, []);
      else if (!first || !addresses.every(({ address }) => isPublicAddress(address)))
        done(new UpstreamRefusal('private', `${hostname} resolves to a special address`), []);
      else if (options.all) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
