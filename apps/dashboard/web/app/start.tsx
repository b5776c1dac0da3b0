import { MantineProvider } from '@mantine/core';
import '@mantine/core/styles.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from '../api/query-client.js';
import { loadCodeTexts } from '../texts/codes.js';
import { startTexts } from '../texts/index.js';
import './app.css';
import { nonce } from './nonce.js';
import { router } from './router.js';
import { cssVariables, theme } from './theme.js';

/** When the first page has its data, and what may be needed later is fetched. */
const SETTLED_MS = 3000;

/** Draws the pages into the element. */
export const start = async (root: HTMLElement): Promise<void> => {
  const language = await startTexts();
  createRoot(root).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        defaultColorScheme="auto"
        getStyleNonce={() => nonce}
      >
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
  setTimeout(() => loadCodeTexts(language), SETTLED_MS);
};
