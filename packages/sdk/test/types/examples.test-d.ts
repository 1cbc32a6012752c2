// biome-ignore-all assist: made of comments
// biome-ignore-all format: made of comments
// biome-ignore-all lint: made of comments
// Written by examples.test.ts out of the comments of what this package exports, to be compiled with it.
import { loggerLink } from '@trpc/client';
import { initTRPC } from '@trpc/server';
import { type ServerTiming, type CreateGraphkeep, createGraphkeep, type Graphkeep, GraphkeepApiError, type LogDetails, type Logger, type LogLevel, type GraphkeepOptions, type ClientOf, type LiveOptions, type OfApi, withOptions } from '../../src/index.ts';
import { type CreateRawClient, type RawClient, rawClient, withLinks } from '../../src/raw/index.ts';

type Example = () => Promise<void>;
declare const gk: Graphkeep;
declare const signIn: () => Promise<string>;
declare const pino: () => Record<'debug' | 'info' | 'warn' | 'error', (details: object, text: string) => void>;
const t = initTRPC.create();

/** Answer */
(async () => {
  const { data, requestId, serverTiming } = await gk.system.version().withResponse();
  console.log(data.version, requestId, serverTiming.find(({ name }) => name === 'database')?.ms);
}) satisfies Example;

/** ServerTiming */
(async () => {
  const { serverTiming } = await gk.system.version().withResponse();
  const total: ServerTiming | undefined = serverTiming.find(({ name }) => name === 'total');
  console.log(total?.ms);
}) satisfies Example;

/** Call */
(async () => {
  const { version } = await gk.system.version();
  const { data, requestId } = await gk.system.version().withResponse();
  console.log(version === data.version, requestId);
}) satisfies Example;

/** CreateGraphkeep */
(async () => {
  const versionBy = async (make: CreateGraphkeep): Promise<string> => {
    const gk = make({ url: 'http://127.0.0.1:4000', apiKey: 'gk_…' });
    return (await gk.system.version()).version;
  };
  console.log(await versionBy(createGraphkeep));
}) satisfies Example;

/** createGraphkeep */
(async () => {
  const gk = createGraphkeep({ url: 'http://127.0.0.1:4000', apiKey: 'gk_…' });
  const player = await gk.story.players.create({ username: 'ada' });
  console.log(player.playerId);
}) satisfies Example;

/** Graphkeep */
(async () => {
  const countPlayers = (client: Graphkeep): Promise<number> => client.story.players.count();
  console.log(await countPlayers(gk));
}) satisfies Example;

/** ApiKeySource */
(async () => {
  let token = await signIn();
  const gk = createGraphkeep({
    url: 'http://127.0.0.1:4000',
    apiKey: async ({ refused }) => {
      if (refused) token = await signIn();
      return token;
    },
  });
  console.log(await gk.system.version());
}) satisfies Example;

/** GraphkeepApiError */
(async () => {
  try {
    await gk.story.players.get({ playerId: 'ply_01h2xcejqtf2nbrexx3vqjhp41' });
  } catch (error) {
    if (!GraphkeepApiError.is(error, 'not_found', 'forbidden')) throw error;
    console.log(error.code, error.requestId); // 'not_found' | 'forbidden'
  }
}) satisfies Example;

/** List */
(async () => {
  const players = gk.story.players.list({ orderBy: { username: 'asc' } });
  const { items, next } = await players; // the first page
  for await (const { username } of players) if (username > 'b') break; // page after page
  const hundred = await players.toArray({ limit: 100 });
  console.log(items.length, next, hundred.length);
}) satisfies Example;

/** LogDetails */
(async () => {
  const slow = (text: string, { path, ms }: LogDetails) => ms > 500 && console.log(text, path, ms);
  const logger: Logger = { ...console, debug: slow };
  console.log(await withOptions(gk, { log: 'debug', logger }).system.version());
}) satisfies Example;

/** Logger */
(async () => {
  const log = pino();
  const logger: Logger = {
    debug: (text, details) => log.debug(details, text),
    info: (text, details) => log.info(details, text),
    warn: (text, details) => log.warn(details, text),
    error: (text, details) => log.error(details, text),
  };
  console.log(await withOptions(gk, { log: 'info', logger }).system.version());
}) satisfies Example;

/** LogLevel */
(async () => {
  const log: LogLevel = 'info';
  console.log(await withOptions(gk, { log }).system.version());
}) satisfies Example;

/** GraphkeepOptions */
(async () => {
  const options: GraphkeepOptions = { url: 'http://127.0.0.1:4000', apiKey: 'gk_…', timeoutMs: 5_000, log: 'info' };
  console.log(await createGraphkeep(options).system.version());
}) satisfies Example;

/** CallOptions */
(async () => {
  const stopped = new AbortController();
  const health = gk.system.health(undefined, { signal: stopped.signal, timeoutMs: 2_000 });
  console.log((await health).state);
}) satisfies Example;

/** ClientOf */
(async () => {
  const procedures = { greet: t.procedure.query(() => 'Hello.') };
  const greeted = async (own: ClientOf<typeof procedures>): Promise<string> => own.greet();
  console.log(await greeted(createGraphkeep<typeof procedures>({ url: 'http://127.0.0.1:4000', apiKey: 'gk_…' })));
}) satisfies Example;

/** Live */
(async () => {
  let last: string | undefined;
  for await (const { id, event } of gk.story.players.changes().withIds()) {
    last = id; // to go on from by `after`, also in another program
    console.log(event.kind, last);
  }
}) satisfies Example;

/** LiveOptions */
(async () => {
  const stopped = new AbortController();
  const options: LiveOptions = { signal: stopped.signal, onReady: () => console.log('listening') };
  for await (const change of gk.story.players.changes({}, options)) console.log(change.kind);
}) satisfies Example;

/** OfApi */
(async () => {
  const rawOf = <R extends object>(client: OfApi<R>): RawClient<R> => rawClient(client);
  console.log(await rawOf(gk).system.version.query());
}) satisfies Example;

/** ResourceClient */
(async () => {
  const { players } = gk.story; // a ResourceClient<StoryGraph, 'Player'>
  const ada = await players.create({ username: 'ada' });
  const { characters } = await players.get({ playerId: ada.playerId, include: { characters: { limit: 5 } } });
  console.log(characters.map(({ name }) => name));
}) satisfies Example;

/** withOptions */
(async () => {
  const patient = withOptions(gk, { timeoutMs: 60_000, retries: 5 });
  const { items } = await patient.story.players.list();
  const traced = withOptions(gk.story.players, { headers: { 'x-job': 'nightly' }, log: 'debug' });
  console.log(items.length, await traced.count());
}) satisfies Example;

/** CreateRawClient */
(async () => {
  const make: CreateRawClient = rawClient;
  console.log(await make(gk).system.version.query());
}) satisfies Example;

/** RawClient */
(async () => {
  const procedures = { greet: t.procedure.query(() => 'Hello.') };
  const greeted = (raw: RawClient<typeof procedures>): Promise<string> => raw.greet.query();
  console.log(typeof greeted);
}) satisfies Example;

/** rawClient */
(async () => {
  const raw = rawClient(gk, { links: [loggerLink()] });
  const { version } = await raw.system.version.query();
  console.log(version);
}) satisfies Example;

/** withLinks */
(async () => {
  const logged = withLinks(gk, [loggerLink()]);
  const { version } = await logged.system.version();
  console.log(version);
}) satisfies Example;
