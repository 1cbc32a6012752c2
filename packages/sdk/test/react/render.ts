import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createElement, type FunctionComponent } from 'react';
import { createRoot } from 'react-dom/client';

export interface Rendered extends AsyncDisposable {
  readonly queryClient: QueryClient;
  /** What stands on the page now. */
  readonly text: () => string;
  readonly click: (name: string) => void;
  readonly unmount: () => void;
}

/** Renders a component in a document, within a client of queries. */
export const render = (component: FunctionComponent): Rendered => {
  const queryClient = new QueryClient();
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  root.render(createElement(QueryClientProvider, { client: queryClient }, createElement(component)));
  return {
    queryClient,
    text: () => place.textContent ?? '',
    click(name) {
      const buttons = [...place.querySelectorAll('button')];
      const button = buttons.find(({ textContent }) => textContent === name);
      if (!button) throw new Error(`There is no button ${name} in ${place.innerHTML}`);
      button.dispatchEvent(new window.Event('click', { bubbles: true }));
    },
    unmount: () => root.unmount(),
    async [Symbol.asyncDispose]() {
      root.unmount();
      queryClient.clear();
      place.remove();
    },
  };
};
