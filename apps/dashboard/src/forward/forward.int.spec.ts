import { once } from 'node:events';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import {
  type DashboardHouse,
  type Page,
  startDashboardHouse,
  TENANT_ID,
  TestBrowser,
} from '../dashboard-house.fixture.js';
import { ForwardController } from './forward.controller.js';

const PATH = `/v1/tenants/${TENANT_ID}`;
const own = { 'sec-fetch-site': 'same-origin' };
const json = { ...own, 'content-type': 'application/json' };

describe(ForwardController.name, () => {
  let house: DashboardHouse;

  const codeOf = ({ html }: Page): unknown => (JSON.parse(html) as { code: string }).code;

  beforeAll(async () => {
    house = await startDashboardHouse();
  });
  beforeEach(() => house.reset());
  afterAll(async () => await house.stop());

  it('refuses whoever is not signed in, and asks no service', async () => {
    const page = await new TestBrowser(house.url).open(`/api/sso-config${PATH}`);
    expect({ status: page.status, code: codeOf(page) }).toEqual({ status: 401, code: 'token_invalid' });
    expect(page.headers.get('content-type')).toContain('application/problem+json');
    expect(house.api.requests).toEqual([]);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('A12 refuses %s from another site', async (method) => {
    const browser = await house.signIn();
    const headers = { ...json, 'sec-fetch-site': 'same-site' };
    const page = await browser.open(`/api/sso-config${PATH}`, { method, headers });
    expect({ status: page.status, code: codeOf(page) }).toEqual({ status: 403, code: 'cross_site_request' });
    expect(house.api.requests).toEqual([]);
  });

  it.each([
    ['a form', 'application/x-www-form-urlencoded'],
    ['text', 'text/plain'],
    ['a file', 'multipart/form-data; boundary=x'],
    ['lines where none are imported', 'application/x-ndjson'],
  ])('A12 refuses a body that is %s', async (_, type) => {
    const browser = await house.signIn();
    const headers = { ...own, 'content-type': type };
    const page = await browser.open(`/api/sso-config${PATH}`, { method: 'POST', headers, body: '{}' });
    expect({ status: page.status, code: codeOf(page) }).toEqual({ status: 400, code: 'request_invalid' });
    expect(house.api.requests).toEqual([]);
  });

  it('refuses more than a megabyte of JSON', async () => {
    const browser = await house.signIn();
    const body = JSON.stringify({ name: 'x'.repeat(1024 * 1024) });
    const page = await browser.open(`/api/sso-config${PATH}`, { method: 'PATCH', headers: json, body });
    expect({ status: page.status, code: codeOf(page) }).toEqual({ status: 400, code: 'request_invalid' });
  });

  it.each(['/api/broker/v1/applications', '/api/sso-config/v1/set-up-links/openings', '/api/x/y'])(
    'refuses %s, which the pages do not need',
    async (path) => {
      const page = await (await house.signIn()).open(path);
      expect({ status: page.status, code: codeOf(page) }).toEqual({ status: 404, code: 'not_found' });
    },
  );

  it('B09 sends the token along, and nothing that the browser says of itself', async () => {
    const browser = await house.signIn();
    await browser.open(`/api/identity${PATH}/users?query=scout`, {
      method: 'POST',
      headers: {
        ...json,
        'if-match': '"3"',
        'idempotency-key': 'once',
        authorization: 'Bearer of-the-page',
        'x-forwarded-for': '10.0.0.1',
        forwarded: 'for=10.0.0.1',
        'x-portico-tenant': 'other',
        'accept-encoding': 'gzip',
      },
      body: '{"name":"Scout"}',
    });
    const [asked] = house.api.requests;
    expect(asked).toMatchObject({
      method: 'POST',
      url: `${PATH}/users?query=scout`,
      body: '{"name":"Scout"}',
    });
    const added = ['host', 'traceparent', 'cache-control', 'pragma'];
    const headers = Object.fromEntries(
      Object.entries(asked?.headers ?? {}).filter(([name]) => !added.includes(name)),
    );
    expect(headers).toEqual({
      authorization: 'Bearer access',
      'content-type': 'application/json',
      'content-length': '16',
      'if-match': '"3"',
      'idempotency-key': 'once',
      accept: '*/*',
      'accept-language': '*',
      'accept-encoding': 'identity',
      'sec-fetch-mode': 'cors',
      'user-agent': 'node',
      connection: 'keep-alive',
    });
  });

  it('B09 B14 gives the answer on without what would weaken the page', async () => {
    house.api.answer = (_request, response) => {
      response
        .writeHead(409, {
          'content-type': 'application/problem+json',
          etag: '"4"',
          'retry-after': '7',
          'idempotency-replayed': 'true',
          location: '/v1/tenants/a',
          'set-cookie': 'portico_dashboard=evil',
          'content-security-policy': "script-src 'unsafe-inline'",
          'access-control-allow-origin': '*',
          'cache-control': 'public, max-age=600',
          'x-powered-by': 'x',
        })
        .end('{"code":"revision_conflict"}');
    };
    const browser = await house.signIn();
    const { status, headers, html } = await browser.open(`/api/sso-config${PATH}`);
    expect({ status, html }).toEqual({ status: 409, html: '{"code":"revision_conflict"}' });
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/problem+json',
      etag: '"4"',
      'retry-after': '7',
      'idempotency-replayed': 'true',
      location: '/api/sso-config/v1/tenants/a',
      'cache-control': 'no-store',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
    for (const name of ['set-cookie', 'access-control-allow-origin', 'x-powered-by'])
      expect(headers.has(name)).toBe(false);
  });

  it('gives no address on that is elsewhere', async () => {
    house.api.answer = (_request, response) => {
      response.writeHead(302, { location: 'https://evil.example.com/' }).end();
    };
    const { location } = await (await house.signIn()).open(`/api/sso-config${PATH}`);
    expect(location).toBe('');
  });

  it('ends the session when a service takes its token no longer', async () => {
    const browser = await house.signIn();
    house.api.status = 401;
    const page = await browser.open(`/api/sso-config${PATH}`);
    expect({ status: page.status, code: codeOf(page) }).toEqual({ status: 401, code: 'token_invalid' });
    house.api.status = 200;
    expect((await browser.open(`/api/sso-config${PATH}`)).status).toBe(401);
  });

  it('asks to try again while a service is away, and the session stays', async () => {
    const browser = await house.signIn();
    house.api.answer = (_request, response) => void response.destroy();
    const page = await browser.open(`/api/sso-config${PATH}`);
    expect({ status: page.status, code: codeOf(page) }).toEqual({ status: 503, code: 'try_again' });
    house.reset();
    expect((await browser.open(`/api/sso-config${PATH}`)).status).toBe(200);
  });

  describe('of lines', () => {
    const lines = 70_000;
    /** More of both than the network's own buffers hold. */
    const line = `{"email":"scout@acme.example","name":"${'x'.repeat(400)}"}\n`;
    const result = `{"line":1,"outcome":"refused","message":"${'x'.repeat(400)}"}\n`;

    const importPath = `/api/identity${PATH}/user-imports`;
    const begin = async (): Promise<ReturnType<typeof request>> => {
      const { cookies } = await house.signIn();
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const headers = { ...own, cookie, 'content-type': 'application/x-ndjson' };
      return request(`${house.url}${importPath}`, { method: 'POST', headers });
    };
    /** As identity does: results while the lines come, and no further line before somebody takes them. */
    const answerEachLine = async (asked: IncomingMessage, response: ServerResponse): Promise<void> => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      for await (const chunk of asked as AsyncIterable<Buffer>) {
        const count = chunk.toString().split('\n').length - 1;
        if (!response.write(result.repeat(count))) await once(response, 'drain');
      }
      response.end();
    };

    it('gives results on while lines are still being sent', async () => {
      house.api.answer = (asked, response) => void answerEachLine(asked, response);
      const sent = await begin();
      sent.write(line);
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      const [first] = (await once(response, 'data')) as [Buffer];
      expect(first.toString()).toBe(result);
      sent.end();
      response.resume();
      await once(response, 'end');
    });

    it('takes all of them from a browser that reads nothing before it has sent everything', async () => {
      house.api.answer = (asked, response) => void answerEachLine(asked, response);
      const sent = await begin();
      const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
      const block = line.repeat(1000);
      for (let at = 0; at < lines; at += 1000) if (!sent.write(block)) await once(sent, 'drain');
      sent.end();
      const [response] = await answered;
      let size = 0;
      for await (const chunk of response as AsyncIterable<Buffer>) size += chunk.length;
      expect(size).toBe(lines * result.length);
    }, 30_000);

    it('breaks off where the service breaks off, so that half is not taken for all', async () => {
      house.api.answer = (asked, response) => {
        asked.resume();
        response
          .writeHead(200, { 'content-type': 'application/x-ndjson' })
          .write(result, () => response.destroy());
      };
      const sent = await begin();
      sent.end(line);
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      response.resume();
      await expect(once(response, 'end')).rejects.toThrow();
    });

    it('tells the service when the browser is gone', async () => {
      const left = new Promise<void>((resolve) => {
        house.api.answer = (asked, response) => {
          asked.on('error', () => undefined);
          response.on('close', resolve);
          response.writeHead(200, { 'content-type': 'application/x-ndjson' }).write(result);
        };
      });
      const sent = await begin();
      sent.on('error', () => undefined);
      sent.write(line);
      await once(sent, 'response');
      sent.destroy();
      await left;
    });
  });
});
