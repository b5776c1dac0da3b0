import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '@portico/contracts';
import { Controller, Get, Header, Param, Res } from '@nestjs/common';
import type { Response } from 'express';

const readAsset = (name: string): Buffer => readFileSync(join(import.meta.dirname, 'assets', name));

const ASSETS: ReadonlyMap<string, { type: string; content: Buffer }> = new Map([
  ['dashboard.css', { type: 'text/css; charset=utf-8', content: readAsset('dashboard.css') }],
  ['mark.svg', { type: 'image/svg+xml', content: readAsset('mark.svg') }],
]);

@Controller('assets')
export class AssetsController {
  /** A file of the pages' look. Refuses `not_found`. */
  @Get(':name')
  @Header('Cache-Control', 'public, max-age=300')
  get(@Param('name') name: string, @Res() response: Response): void {
    const asset = ASSETS.get(name);
    if (!asset) throw new AppError('not_found', { detail: 'no such asset' });
    response.type(asset.type).send(asset.content);
  }
}
