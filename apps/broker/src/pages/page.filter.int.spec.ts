import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError, type Code, CODES, type Turn } from '@portico/contracts';
import { Controller, Get, Module, Param, UseFilters } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { LoginRefused } from '../logins/login-refused.js';
import { PageFilter } from './page.filter.js';
import { Pages } from './pages.view.js';

const UID = 'the-sign-in';
const SUPPORT = 'https://support.example.com/';

const TURNS: Record<Turn, string> = {
  user: 'You can put this right yourself.',
  tenant_admin: "Your company's administrator can put this right.",
  application_team: 'The people who run the application can put this right.',
  operator: 'The people who run this service can put this right.',
  identity_provider: "It is up to your company's identity provider.",
};

/** Refuses with any code, at each of the places where a browser can meet a refusal. */
@Controller()
@UseFilters(PageFilter)
class RefusingController {
  @Get('login/:uid/:code')
  onAScreen(@Param('code') code: Code): never {
    throw new AppError(code, { detail: 'inside-detail', cause: new Error('inside-cause') });
  }

  @Get('oauth2/idpresponse/:code')
  atTheCallback(@Param('code') code: Code): never {
    throw new LoginRefused(new AppError(code, { detail: 'inside-detail' }), 'OTTER-2719', UID);
  }

  @Get('elsewhere/:code')
  outsideASignIn(@Param('code') code: Code): never {
    throw new AppError(code);
  }
}

@Module({
  controllers: [RefusingController],
  providers: [PageFilter, { provide: Pages, useValue: new Pages(SUPPORT) }],
})
class RefusingModule {}

let url: string;
let close: () => Promise<void>;
beforeAll(async () => {
  const app = await NestFactory.create(RefusingModule, { logger: false });
  await app.listen(0, '127.0.0.1');
  url = `http://127.0.0.1:${String(((app.getHttpServer() as Server).address() as AddressInfo).port)}`;
  close = async () => await app.close();
});
afterAll(async () => await close());

const ENTITIES: Record<string, string> = { '&quot;': '"', '&#39;': "'", '&amp;': '&' };

const open = async (path: string) => {
  const response = await fetch(`${url}/${path}`);
  const html = (await response.text()).replace(/&(?:quot|#39|amp);/g, (entity) => ENTITIES[entity] ?? '');
  const [, startAgain] = /<a [^>]*href="([^"]*)"[^>]*>Start again</.exec(html) ?? [];
  return { status: response.status, headers: response.headers, html, startAgain };
};

describe.each(Object.entries(CODES).map(([code, entry]) => ({ code, ...entry })))(
  'a page that refuses with $code',
  ({ code, status, turn, userText }) => {
    const start = code === 'interaction_expired' ? undefined : `/login/${UID}`;

    it.each([
      ['on a screen', `login/${UID}/${code}`, start],
      ['at the callback', `oauth2/idpresponse/${code}`, start],
      ['outside a sign-in', `elsewhere/${code}`, undefined],
    ])(
      '%s says what to do and whose turn it is, and starts again where it can',
      async (_, path, expected) => {
        const page = await open(path);
        expect({ status: page.status, startAgain: page.startAgain }).toEqual({
          status,
          startAgain: expected,
        });
        for (const said of [userText, TURNS[turn], `<code>${code}</code>`, SUPPORT])
          expect(page.html).toContain(said);
        expect(page.html).not.toContain('inside-');
        expect(page.html.includes('OTTER-2719')).toBe(path.startsWith('oauth2'));
        expect(page.headers.get('cache-control')).toBe('no-store');
        expect(page.headers.has('retry-after')).toBe(status === 503);
      },
    );
  },
);
