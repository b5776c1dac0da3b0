import { join } from 'node:path';

/** Where the build lays the pages of `web/`, seen from the sources and from the built program alike. */
export const WEB_FOLDER = join(import.meta.dirname, '..', '..', 'dist', 'web');
