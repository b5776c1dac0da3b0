import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Agent, request } from 'undici';
import { Deadlines } from './deadlines.js';
import { judgeTarget } from './egress.rules.js';
import { guardedConnector } from './guarded-connector.client.js';
import { UpstreamRefusal } from './upstream-refusal.js';
import { UpstreamSettings } from './upstream-settings.js';
import { type Purpose, readAnswer } from './wall-answer.client.js';
import { toRefusal } from './wall-faults.rules.js';

export interface WallRequest {
  method: string;
  headers: Record<string, string>;
  body?: string;
}

/** The one way out of the house: everything that Portico asks of the internet goes through `fetch`. */
@Injectable()
export class Wall implements OnApplicationShutdown {
  private readonly agent: Agent;

  constructor(private readonly settings: UpstreamSettings) {
    this.agent = new Agent({
      connect: guardedConnector({
        isTrusted: (origin) => settings.egressAllow.includes(origin),
        timeoutMs: settings.times.headersMs,
        lookup: settings.lookup,
      }),
      maxHeaderSize: 16_384,
      connections: 128,
    });
  }

  /**
   * Asks an address of an IdP. Never follows a redirect. Resolves with a JSON object (or a JWT where userinfo may be
   * one), or with a status of 4xx. Refuses with `UpstreamRefusal`.
   */
  async fetch(purpose: Purpose, address: string, { method, headers, body }: WallRequest): Promise<Response> {
    const target = judgeTarget(address, this.settings.egressAllow);
    if (target.outcome === 'refused') throw new UpstreamRefusal(target.reason, `the address for ${purpose}`);
    const deadlines = new Deadlines(this.settings.times);
    try {
      const answer = await request(target.url, {
        dispatcher: this.agent,
        method,
        headers: { ...headers, 'accept-encoding': 'gzip' },
        body,
        signal: deadlines.signal,
      });
      deadlines.headersArrived();
      return await readAnswer(answer, purpose);
    } catch (error) {
      throw toRefusal(error, `${target.url.host} for ${purpose}`);
    } finally {
      deadlines.clear();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }
}
