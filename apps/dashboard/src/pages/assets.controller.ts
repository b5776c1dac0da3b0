import { AppError } from '@portico/contracts';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { type Asset, readAssets } from './read-assets.js';

/** Best first. */
const ENCODINGS = ['br', 'gzip'];

const YEAR_SECONDS = 365 * 24 * 60 * 60;

@Controller('assets')
export class AssetsController {
  private readonly assets = readAssets();

  /** A file of the pages, in the best form that the browser takes. Refuses `not_found`. */
  @Get(':name')
  get(@Param('name') name: string, @Req() request: Request, @Res() response: Response): void {
    const asset = this.assets.get(name);
    if (!asset) throw new AppError('not_found', { detail: 'no such asset' });
    const encoding = chooseEncoding(asset, request);
    if (encoding !== 'identity') response.setHeader('Content-Encoding', encoding);
    response.setHeader('Vary', 'Accept-Encoding');
    response.setHeader(
      'Cache-Control',
      asset.hashed ? `public, max-age=${YEAR_SECONDS}, immutable` : 'public, max-age=300',
    );
    response.type(asset.type).send(asset.forms.get(encoding));
  }
}

const chooseEncoding = ({ forms }: Asset, request: Request): string =>
  ENCODINGS.find((encoding) => forms.has(encoding) && request.acceptsEncodings(encoding) === encoding) ??
  'identity';
