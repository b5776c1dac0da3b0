import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';
import { compressAssets } from './build/compress-assets.mjs';
import { copyGuides } from './build/copy-guides.mjs';

const here = import.meta.dirname;

/** Builds the pages of web/ into dist/web; the server fills the nonce in at each answer (pages/web-page.view.ts). */
export default defineConfig({
  root: join(here, 'web'),
  // The sources of our own libraries, of which only what is used is taken.
  resolve: { conditions: ['@portico/source', ...defaultClientConditions] },
  plugins: [
    react(),
    compressAssets(),
    copyGuides(join(here, '..', '..', 'docs', 'guides'), join(here, 'dist', 'guide-texts')),
  ],
  html: { cspNonce: '{{nonce}}' },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // The policy lets no data: address in.
    assetsInlineLimit: 0,
    // Every browser that React 19 and Mantine 9 support has it.
    modulePreload: { polyfill: false },
  },
});
