import type { Provider } from '@portico/contracts';
import { withoutTelling } from '@portico/service-kit';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Agent, request } from 'undici';
import { Deadlines } from './deadlines.js';
import { judgeTarget } from './egress.rules.js';
import { guardedConnector } from './guarded-connector.client.js';
import { UpstreamRefusal } from './upstream-refusal.js';
import { UpstreamSettings } from './upstream-settings.js';
import { type Purpose, readAnswer } from './wall-answer.client.js';
import { toRefusal } from './wall-faults.rules.js';
import { timeUpstream } from './wall-figures.js';

export interface WallRequest {
  method: string;
  headers: Record<string, string>;
  body?: string;
  /** The kind of IdP that is asked, where a connection does; only counted. */
  provider?: Provider;
}

/** The one way out of the house: everything that Portico asks of the internet goes through `fetch`. */
@Injectable()
export class Wall implements OnApplicationShutdown {
  private readonly agent: Agent;
  /** Its own, so that no connection which only an application may have serves for anything else. */
  private readonly applicationAgent: Agent;

  constructor(private readonly settings: UpstreamSettings) {
    this.agent = agentFor(settings, settings.egressAllow);
    this.applicationAgent = agentFor(settings, settings.applicationAllow);
  }

  /**
   * Asks an address of an IdP or, by purpose, of an application's own server. Never follows a redirect. Resolves with a JSON object (or a JWT where userinfo may be
   * one), or with a status of 4xx. Refuses with `UpstreamRefusal`.
   */
  async fetch(purpose: Purpose, address: string, request: WallRequest): Promise<Response> {
    return await timeUpstream(
      purpose,
      request.provider,
      async () => await this.send(purpose, address, request),
    );
  }

  private async send(
    purpose: Purpose,
    address: string,
    { method, headers, body }: WallRequest,
  ): Promise<Response> {
    const { allowed, agent, times } = this.wayTo(purpose);
    const target = judgeTarget(address, allowed);
    if (target.outcome === 'refused') throw new UpstreamRefusal(target.reason, `the address for ${purpose}`);
    const deadlines = new Deadlines(times);
    try {
      const answer = await withoutTelling(() =>
        request(target.url, {
          dispatcher: agent,
          method,
          headers: { ...headers, 'accept-encoding': 'gzip' },
          body,
          signal: deadlines.signal,
        }),
      );
      deadlines.headersArrived();
      return await readAnswer(answer, purpose);
    } catch (error) {
      throw toRefusal(error, `${target.url.host} for ${purpose}`);
    } finally {
      deadlines.clear();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.agent.destroy(), this.applicationAgent.destroy()]);
  }

  private wayTo(purpose: Purpose) {
    const { egressAllow, applicationAllow, times } = this.settings;
    if (purpose !== 'logout' && purpose !== 'application keys')
      return { allowed: egressAllow, agent: this.agent, times };
    const { applicationMs } = times;
    return {
      allowed: applicationAllow,
      agent: this.applicationAgent,
      times: { headersMs: applicationMs, totalMs: applicationMs },
    };
  }
}

const agentFor = ({ times, lookup }: UpstreamSettings, allowed: readonly string[]): Agent =>
  new Agent({
    connect: guardedConnector({
      isTrusted: (origin) => allowed.includes(origin),
      timeoutMs: times.headersMs,
      lookup,
    }),
    maxHeaderSize: 16_384,
    connections: 128,
  });
