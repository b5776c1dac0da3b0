import { setTimeout as wait } from 'node:timers/promises';
import type { HouseDescription } from '@portico/launcher';
import { HttpBrowser, isCallback, isSignedIn, type Page } from './http-browser.js';
import { TestApplication } from './test-application.js';

type House = Pick<HouseDescription, 'addresses' | 'seeded'>;

/** One thing that somebody did, and when. */
export interface Deed {
  what: string;
  from: number;
  until: number;
  /** Whether both releases have answered it. */
  shared: boolean;
  /** What was wrong with it; undefined where all went well. */
  fault?: string;
}

/** What somebody does, the how-many-th thing it is, with a browser of their own. */
type Work = (turn: number, browser: HttpBrowser) => Promise<void>;

/** Who signs in where; `chosen` on the chooser, where there is one. */
const WAYS = [
  { provider: 'keycloak', slug: 'acme' },
  { provider: 'okta', slug: 'globex' },
  { provider: 'azure', slug: 'initech', chosen: true },
  { provider: 'onelogin', slug: 'initech', chosen: true },
  { provider: 'google', slug: 'hooli' },
  { provider: 'oidc', slug: 'umbrella' },
];

type Way = (typeof WAYS)[number];

const ADMINS = ['admin@acme.example', 'admin@initech.example', 'admin@solo.example'];

const wayOf = (turn: number): Way => WAYS[turn % WAYS.length]!;
const adminOf = (turn: number): string => ADMINS[turn % ADMINS.length] ?? '';

/** Answers of the server's own fault, whatever was asked. */
const serverFaults = ({ hops }: Page): string[] =>
  hops.filter(({ status }) => status >= 500).map(({ method, url, status }) => `${status} ${method} ${url}`);

const expectSignedIn = (page: Page): void => {
  const faults = serverFaults(page);
  if (faults.length > 0) throw new Error(faults.join(', '));
  if (!isSignedIn(page))
    throw new Error(`not signed in at ${page.url} (${page.status}): ${page.html.slice(0, 600)}`);
};

/** People who sign in, stay signed in and come back, at a steady pace, until they are told to stop. */
export class SteadyLoad {
  readonly deeds: Deed[] = [];
  private readonly stopping = new AbortController();
  private readonly lanes: Promise<void>[] = [];
  private turn = 0;

  constructor(private readonly house: House) {}

  /** Does something again and again, with a pause of so many milliseconds at most. */
  lane(what: string, pauseMs: number, work: Work): void {
    this.lanes.push(this.repeat(what, pauseMs, work));
  }

  /** Every way in that there is. */
  start(): void {
    this.lane('password', 900, async (turn, browser) => await this.password(adminOf(turn), browser, 0));
    this.lane('sso', 700, async (turn, browser) => await this.sso(wayOf(turn), browser, 0));
    // They begin with one release and end with another.
    for (let slow = 0; slow < 4; slow += 1)
      this.lane('sso, slowly', 100, async (turn, browser) => await this.sso(wayOf(turn), browser, 2500));
    for (let slow = 0; slow < 2; slow += 1)
      this.lane(
        'password, slowly',
        100,
        async (turn, browser) => await this.password(adminOf(turn), browser, 6000),
      );
    this.lane(
      'code and refresh, slowly',
      100,
      async (turn, browser) => await this.code(adminOf(turn), browser),
    );
  }

  /** Lets everybody finish what they are at. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.lanes);
  }

  get faults(): Deed[] {
    return this.deeds.filter(({ fault }) => fault !== undefined);
  }

  /** Waits for a moment of somebody's own choice; in the end nobody dawdles. */
  async idle(mostMs: number): Promise<void> {
    await wait(Math.random() * mostMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }

  private async password(email: string, browser: HttpBrowser, mostMs: number): Promise<void> {
    const screen1 = await browser.openPhone(this.house);
    await this.idle(mostMs);
    expectSignedIn(await browser.submitPassword(screen1, email));
  }

  private async sso({ provider, slug, chosen }: Way, browser: HttpBrowser, mostMs: number): Promise<void> {
    const email = `agent@${slug}.example`;
    const screen1 = await browser.openPhone(this.house);
    await this.idle(mostMs);
    const screen2 = await browser.chooseSso(screen1);
    await this.idle(mostMs);
    const answer = await browser.submitEmail(screen2, email);
    await this.idle(mostMs);
    const connectionId = this.house.seeded.connections[slug]?.[provider] ?? '';
    const login = chosen ? await browser.submit(answer, '/sso', { connectionId }, isCallback) : answer;
    const callback = await browser.idpLogin(login, email);
    await this.idle(mostMs);
    const back = await browser.callback(callback);
    await this.idle(mostMs);
    expectSignedIn(await browser.finish(back));
  }

  /** A code that is redeemed some time later, and a refresh token that is used some time after that. */
  private async code(email: string, browser: HttpBrowser): Promise<void> {
    const application = new TestApplication(this.house);
    const code = await application.signIn(email, {}, browser);
    await this.idle(4000);
    const { status, body } = await application.redeem(code);
    if (status !== 200) throw new Error(`a code was answered ${status} ${body.error ?? ''}`);
    await this.idle(4000);
    const refreshed = await application.refresh(body.refresh_token ?? '');
    if (refreshed.status !== 200)
      throw new Error(`a refresh token was answered ${refreshed.status} ${refreshed.body.error ?? ''}`);
    const { status: told } = await application.userinfo(refreshed.body.access_token ?? '');
    if (told !== 200) throw new Error(`userinfo was answered ${told}`);
  }

  private async repeat(what: string, pauseMs: number, work: Work): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const from = Date.now();
      this.turn += 1;
      const browser = new HttpBrowser();
      const fault = await work(this.turn, browser).then(
        () => undefined,
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      this.deeds.push({
        what,
        from,
        until: Date.now(),
        shared: browser.via.size > 1,
        ...(fault !== undefined && { fault }),
      });
      await this.idle(pauseMs);
    }
  }
}
