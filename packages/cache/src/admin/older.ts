import { GraphkeepError, type Secret } from '@graphkeep/core';
import { CorruptEntry } from '../envelope/decode.ts';
import { decodeForeign } from '../envelope/foreign.ts';
import { escapeGlob, type KeySpace } from '../keys.ts';
import type { RedisConnection } from '../redis/connection.ts';
import { script } from '../redis/script.ts';
import { confirmations } from './confirmation.ts';
import { type Budget, type Extent, scanKeys } from './scan.ts';

const MAX_BYTES = 64 * 1024 ** 2;

/** Where other writers kept their values: JSON, as it is or compressed by gzip, zlib or zstd. */
export interface OlderLayout<W> {
  /** The part that all their keys begin with, like `session:`. */
  readonly keyPrefix: string;
  /** What a value is here; undefined where it is none of ours. Throws where it is broken. */
  readonly map: (older: OlderEntry) => W | undefined;
}

export interface OlderEntry {
  readonly key: string;
  /** The key without the prefix. */
  readonly rest: string;
  readonly value: unknown;
  /** Undefined where it never ends. */
  readonly ttlMs: number | undefined;
}

export interface AdoptOptions<W> extends Budget {
  readonly layout: OlderLayout<W>;
  /** Puts it into the cache, as by `set`. */
  readonly write: (mapped: W, older: OlderEntry) => Promise<unknown>;
  readonly onProgress?: (report: AdoptReport) => void;
}

export interface AdoptReport extends Extent {
  readonly dryRun: boolean;
  scanned: number;
  /** Written into the cache; in a dry run, that would be. */
  adopted: number;
  /** That `map` does not know. */
  skipped: number;
  /** That cannot be read. */
  broken: number;
  /** Of the adopted ones, those that were taken away where they were. */
  removed: number;
  /** Keys that could not be read, and why: some of them. */
  readonly examples: { readonly key: string; readonly reason: string }[];
}

export interface Adoption {
  /** Reads all and writes nothing. Its `confirm` is for `adopt` with `removeOlder`. */
  plan<W>(options: Pick<AdoptOptions<W>, 'layout' | 'onProgress' | keyof Budget>): Promise<{
    readonly report: AdoptReport;
    readonly confirm: string;
  }>;
  /**
   * Without `removeOlder` the older entries stay where they are. With it, each is taken away once it is in the cache, if it was
   * not written since.
   */
  adopt<W>(options: AdoptOptions<W> & { readonly removeOlder?: string }): Promise<AdoptReport>;
  /** A loader that finds what older writers left, for use before the real one: read through, and rewritten by the cache. */
  reader<W>(layout: OlderLayout<W>): (rest: string) => Promise<W | undefined>;
}

const REMOVE = 'remove adopted entries of an older layout';
const EXAMPLES = 20;
const AT_ONCE = 20;

const removeSame = script(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('UNLINK', KEYS[1])`);

export const createAdoption = (
  connection: RedisConnection,
  keys: KeySpace,
  secret: Secret | undefined,
): Adoption => {
  const signed = confirmations(secret);

  const read = async (key: string, layout: { readonly keyPrefix: string }) => {
    const [data, ttl] = await connection.run(
      (client) => Promise.all([client.getBuffer(key), client.pttl(key)]),
      {
        idempotent: true,
      },
    );
    if (data === null) return undefined;
    const value = decoded(data);
    const older: OlderEntry = {
      key,
      rest: key.slice(layout.keyPrefix.length),
      value,
      ttlMs: ttl < 0 ? undefined : ttl,
    };
    return { data, older };
  };

  const run = async <W>(
    options: Omit<AdoptOptions<W>, 'write'> & { readonly write?: AdoptOptions<W>['write'] },
    atMost: number | undefined,
  ): Promise<AdoptReport> => {
    const { layout, write, onProgress = () => {} } = options;
    if (layout.keyPrefix === '' || keys.prefix.startsWith(layout.keyPrefix)) {
      throw new GraphkeepError(
        'invalid_input',
        'keyPrefix must not be where the cache itself keeps its keys.',
        {
          field: 'keyPrefix',
        },
      );
    }
    const report: AdoptReport = {
      dryRun: write === undefined,
      scanned: 0,
      adopted: 0,
      skipped: 0,
      broken: 0,
      removed: 0,
      examples: [],
      complete: false,
      next: undefined,
      error: undefined,
      tookMs: 0,
    };
    const adoptOne = async (key: string): Promise<void> => {
      report.scanned += 1;
      let found: Awaited<ReturnType<typeof read>>;
      let mapped: W | undefined;
      try {
        found = await read(key, layout);
        mapped = found && layout.map(found.older);
      } catch (error) {
        if (error instanceof GraphkeepError) throw error;
        report.broken += 1;
        const reason = error instanceof Error ? error.message : String(error);
        if (report.examples.length < EXAMPLES) report.examples.push({ key, reason });
        return;
      }
      if (found === undefined || mapped === undefined) {
        report.skipped += 1;
        return;
      }
      await write?.(mapped, found.older);
      report.adopted += 1;
      if (atMost === undefined) return;
      if (report.removed >= atMost)
        throw new Error(`More than the ${atMost} entries that were confirmed: plan anew.`);
      const { data } = found;
      if ((await connection.run((client) => removeSame(client, [key], [data]))) === 1) report.removed += 1;
    };
    const extent = await scanKeys(
      connection,
      `${escapeGlob(layout.keyPrefix)}*`,
      options,
      async (_, found) => {
        for (let i = 0; i < found.length; i += AT_ONCE) {
          await Promise.all(found.slice(i, i + AT_ONCE).map(adoptOne));
        }
        onProgress(report);
      },
    );
    return Object.assign(report, extent);
  };

  return {
    async plan(options) {
      const report = await run(options, undefined);
      const atMost = report.adopted + Math.max(100, Math.ceil(report.adopted / 10));
      const confirm = signed.sign({
        does: REMOVE,
        prefix: options.layout.keyPrefix,
        what: 'all that is mapped',
        atMost,
      });
      return { report, confirm };
    },
    async adopt({ removeOlder, ...options }) {
      const atMost =
        removeOlder === undefined
          ? undefined
          : signed.check(removeOlder, REMOVE, options.layout.keyPrefix).atMost;
      return run(options, atMost);
    },
    reader: (layout) => async (rest) => {
      const found = await read(`${layout.keyPrefix}${rest}`, layout);
      return found && layout.map(found.older);
    },
  };
};

const decoded = (data: Buffer): unknown => {
  try {
    return decodeForeign(data, MAX_BYTES);
  } catch (cause) {
    throw new CorruptEntry('undecodable', cause);
  }
};
