//#region main
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { Players } from './players.tsx';

const root = document.querySelector('#root');
if (!root) throw new Error('The page has no element with the id root.');
createRoot(root).render(
  <QueryClientProvider client={new QueryClient()}>
    <Players />
  </QueryClientProvider>,
);
//#endregion
