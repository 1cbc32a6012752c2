import { startGraphkeep } from '@graphkeep/faults';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of one real server that all tests share. */
    readonly url: string;
    readonly apiKey: string;
  }
}

export default async ({ provide }: TestProject): Promise<() => PromiseLike<void>> => {
  const server = await startGraphkeep();
  provide('url', server.url);
  provide('apiKey', server.apiKey);
  return () => server[Symbol.asyncDispose]();
};
