import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { config } from 'zod';
import './theme/mantine-styles.ts';
import './theme/tokens.css';
import './theme/base.css';
import { App } from './App.tsx';
import { startLanguage } from './i18n/i18n.ts';
import { styleNonce } from './theme/style-nonce.ts';
import { cssVariablesResolver, theme } from './theme/theme.ts';

// The page's content security policy forbids making code from text, which zod would try for speed.
config({ jitless: true });

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root"');
await startLanguage();
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto" getStyleNonce={styleNonce}>
      <App />
    </MantineProvider>
  </StrictMode>,
);
