import { join } from 'node:path';
import { defaultServerConditions, defineConfig } from 'vite';

/** One file with what it takes from the launcher, which an image has no packages for. */
export default defineConfig({
  root: import.meta.dirname,
  ssr: { noExternal: true, resolve: { conditions: ['@portico/source', ...defaultServerConditions] } },
  build: {
    ssr: join(import.meta.dirname, 'src', 'main.ts'),
    outDir: 'dist',
    emptyOutDir: false,
    target: 'node24',
  },
});
