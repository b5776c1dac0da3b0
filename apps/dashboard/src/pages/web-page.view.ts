import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { WEB_FOLDER } from './web-folder.js';

const NONCE = '{{nonce}}';
const WITHOUT_SCRIPT = '<!--without-script-->';

/** The one HTML page of `web/`, as the build left it. */
@Injectable()
export class WebPage {
  private readonly html = readFileSync(join(WEB_FOLDER, 'index.html'), 'utf8');

  /** With the nonce of this answer, and what a browser without scripts shows (HTML). */
  render({ nonce, withoutScript }: { nonce: string; withoutScript: string }): string {
    // By function: a `$&` in a name would be read as a pattern.
    return this.html.replaceAll(NONCE, nonce).replace(WITHOUT_SCRIPT, () => withoutScript);
  }
}
