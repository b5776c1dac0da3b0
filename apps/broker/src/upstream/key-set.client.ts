import type { UpstreamTimes } from './upstream-settings.js';
import { UpstreamRefusal } from './upstream-refusal.js';
import type { Wall, WallRequest } from './wall.client.js';

/** openid-client asks again for an unknown key after 60 s; less, so that no answer is old to it and new to us. */
const LEAST_MS = 30_000;

interface Snapshot {
  text: string;
  fetchedAt: number;
}

/**
 * The published keys of one issuer. However many logins want them at once, they are fetched once; while they cannot
 * be fetched, the last ones serve (a key that is not among them is still refused).
 */
export class KeySet {
  private snapshot?: Snapshot;
  private pending?: Promise<Snapshot>;

  constructor(
    private readonly wall: Wall,
    private readonly times: UpstreamTimes,
    readonly address: string,
  ) {}

  async fetch(request: WallRequest): Promise<Response> {
    const known = this.snapshot;
    if (known && Date.now() - known.fetchedAt < LEAST_MS) return toResponse(known);
    try {
      this.pending ??= this.download(request).finally(() => {
        this.pending = undefined;
      });
      this.snapshot = await this.pending;
      return toResponse(this.snapshot);
    } catch (error) {
      if (known && Date.now() - known.fetchedAt < this.times.staleMs) return toResponse(known);
      throw error;
    }
  }

  private async download(request: WallRequest): Promise<Snapshot> {
    const answer = await this.wall.fetch('keys', this.address, request);
    if (answer.status !== 200) throw new UpstreamRefusal('unusable', `status ${answer.status.toString()}`);
    const text = await answer.text();
    if (!Array.isArray((JSON.parse(text) as { keys?: unknown }).keys))
      throw new UpstreamRefusal('unusable', 'not a key set');
    return { text, fetchedAt: Date.now() };
  }
}

const toResponse = ({ text }: Snapshot): Response =>
  new Response(text, { status: 200, headers: { 'content-type': 'application/json' } });
