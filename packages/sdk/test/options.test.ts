import { expect, it } from 'vitest';
import { createGraphkeep, type GraphkeepOptions } from '../src/index.ts';

const right = { url: 'http://127.0.0.1:4000', apiKey: 'gk_1234' };
const secret = 'gk_secret_1234';

const anAddress = 'url: must be the address of a server, like http://127.0.0.1:4000';
const noMore = 'url: must be an address alone, without a user, a password, ? or #';
const missingKey = 'apiKey: is missing; give a key that the server knows, like gk_…';
const oddKey =
  'apiKey: must be a text of letters, digits and - . _ ~ + / alone; a space or a line break came with it?';
const someMs = 'timeoutMs: must be a whole number of milliseconds from 1 to 2147483647, but is';
const someRetries = 'retries: must be a whole number from 0 to 10, but is';

it.each<[string, Readonly<Record<string, unknown>>, string]>([
  ['no url', { url: undefined }, anAddress],
  ['a url that is none', { url: 'localhost' }, anAddress],
  ['another protocol', { url: `ftp://ada:${secret}@a.example` }, anAddress],
  ['the key for a url', { url: secret }, anAddress],
  ['a password in the url', { url: `http://ada:${secret}@a.example` }, noMore],
  ['a query in the url', { url: `http://a.example/?key=${secret}` }, noMore],
  ['no key', { apiKey: undefined }, missingKey],
  ['an empty key', { apiKey: '' }, missingKey],
  ['a key with its line break', { apiKey: `${secret}\n` }, oddKey],
  ['a key that is not a text', { apiKey: { secret } }, oddKey],
  ['a negative time-out', { timeoutMs: -1 }, `${someMs} -1`],
  ['a time-out that no timer takes', { timeoutMs: 2 ** 31 }, `${someMs} 2147483648`],
  ['a time-out that is not a number', { timeoutMs: Number.NaN }, `${someMs} NaN`],
  ['a fraction of a retry', { retries: 0.5 }, `${someRetries} 0.5`],
  ['retries without end', { retries: Number.POSITIVE_INFINITY }, `${someRetries} Infinity`],
  ['a fetch that is none', { fetch: 'fetch' }, 'fetch: must be a function, but is fetch'],
])('refuses %s, and says what would be right', (_, wrong, message) => {
  const options = { ...right, ...wrong } as unknown as GraphkeepOptions;
  expect(() => createGraphkeep(options)).toThrow(new TypeError(message));
});

it('refuses to be called with nothing', () => {
  const options = undefined as unknown as GraphkeepOptions;
  expect(() => createGraphkeep(options)).toThrow(
    new TypeError('createGraphkeep: needs options, { url, apiKey }'),
  );
});

it('takes an address with a path, and slashes at its end', async () => {
  const asked: string[] = [];
  const gk = createGraphkeep({
    url: 'https://a.example/graphkeep//',
    apiKey: 'gk_1234',
    fetch: async (input) => {
      asked.push(input instanceof Request ? input.url : String(input));
      return Response.json({ result: { data: { json: { version: '1' } } } });
    },
  });
  await expect(gk.system.version(undefined, { timeoutMs: 1_000 })).resolves.toEqual({ version: '1' });
  expect(asked).toEqual(['https://a.example/graphkeep/trpc/system.version']);
});
