// Not TypeScript: the declarations of linkedom do not stand up to skipLibCheck: false.
import { parseHTML } from 'linkedom';

/** Gives this process a document, for which React looks when it is loaded. */
export const useDocument = () => {
  const window = parseHTML('<!doctype html><html><body></body></html>');
  Object.assign(globalThis, { window, document: window.document });
};
