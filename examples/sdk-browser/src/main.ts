import { createGraphkeep, type Graphkeep, GraphkeepApiError } from '@graphkeep/sdk';

const form = document.querySelector('form');
const status = document.querySelector('#status');
const players = document.querySelector('#players');
let connection = new AbortController();

form?.addEventListener('submit', (event) => {
  event.preventDefault();
  connection.abort(); // ends what the connection before still does
  connection = new AbortController();
  const field = (name: string) => String(new FormData(form).get(name));
  show('connecting');
  try {
    const gk = createGraphkeep({ url: field('url'), apiKey: field('apiKey') });
    follow(gk, connection.signal).catch(explain);
  } catch (error) {
    explain(error);
  }
});

/** Shows the players now, and again whenever one of them changes. */
async function follow(gk: Graphkeep, signal: AbortSignal): Promise<void> {
  const refresh = async () => {
    const { items } = await gk.story.players.list({ orderBy: { createdAt: 'desc' }, limit: 10 }, { signal });
    players?.replaceChildren(...items.map(({ username, createdAt }) => line(username, createdAt)));
    show('live');
  };
  // From `ready` on all changes are told, so nothing is missed between the reading and the listening.
  const onReady = () => void refresh().catch(explain);
  for await (const _ of gk.story.players.changes({}, { signal, onReady })) await refresh();
}

function line(username: string, createdAt: Date): HTMLLIElement {
  const item = document.createElement('li');
  item.textContent = `${username}, since ${createdAt.toLocaleDateString()}`;
  return item;
}

function explain(error: unknown): void {
  const isApi = error instanceof GraphkeepApiError;
  if (isApi && error.code === 'cancelled') return;
  show(isApi ? `${error.code}: ${error.message}` : String(error));
}

function show(text: string): void {
  if (status) status.textContent = text;
}
