import type { Answer, Work } from '../frame/work.ts';

/** Starts the server in this process. It goes on when the command has answered, and stops at SIGINT or SIGTERM. */
export const start = async (work: Work, variables: Readonly<Record<string, string>>): Promise<Answer> => {
  const config = work.config(variables);
  const { banner, runServer } = await import('@graphkeep/server');
  const ready = await runServer(config);
  if (!ready) return { value: undefined, text: '' };
  const { url, developmentKey } = ready;
  return {
    value: { url, ...(developmentKey !== undefined && { developmentKey }), data: config.dataDir },
    text: banner(ready, config.dataDir),
  };
};
