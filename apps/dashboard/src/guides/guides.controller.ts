import { AppError } from '@portico/contracts';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { GuideLanguage } from './guide.rules.js';
import { Guides } from './guides.view.js';

@Controller('guides')
export class GuidesController {
  constructor(private readonly guides: Guides) {}

  /** A picture of a guide. Refuses `not_found`. */
  @Get('pictures/:name')
  picture(@Param('name') name: string, @Res() response: Response): void {
    response.setHeader('Cache-Control', 'public, max-age=300');
    response.type('image/svg+xml').send(found(this.guides.picture(name)));
  }

  /** A guide as a page, for anybody, in `?language=` or what the browser prefers. Refuses `not_found`. */
  @Get(':provider')
  page(@Param('provider') provider: string, @Req() request: Request, @Res() response: Response): void {
    response.vary('Accept-Language');
    response.type('html').send(found(this.guides.page(provider, languageOf(request))));
  }

  /** The same without a page around it, to be shown beside a form. Refuses `not_found`. */
  @Get(':provider/fragment')
  fragment(@Param('provider') provider: string, @Req() request: Request, @Res() response: Response): void {
    response.vary('Accept-Language');
    response.type('html').send(found(this.guides.fragment(provider, languageOf(request))));
  }
}

const languageOf = (request: Request): GuideLanguage =>
  GuideLanguage.safeParse(request.query['language']).data ??
  GuideLanguage.safeParse(request.acceptsLanguages(GuideLanguage.options)).data ??
  'en';

const found = <T>(guide: T | undefined): T => {
  if (guide === undefined) throw new AppError('not_found', { detail: 'no such guide' });
  return guide;
};
