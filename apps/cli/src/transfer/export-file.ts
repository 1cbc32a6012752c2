import { createReadStream, createWriteStream } from 'node:fs';
import { access, rename, rm } from 'node:fs/promises';
import { pipeline as piped, Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip, createGzip, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { GraphkeepError } from '@graphkeep/core';
import { Misuse } from '../frame/misuse.ts';

type Packing = readonly [ending: string, pack: () => Transform, unpack: () => Transform];
const packings: readonly Packing[] = [
  ['.gz', createGzip, createGunzip],
  ['.zst', createZstdCompress, createZstdDecompress],
];
const packingOf = (file: string) => packings.find(([ending]) => file.endsWith(ending));

/** Only its owner may read it: it holds what people told. */
const OWNER_ONLY = 0o600;
const CHUNK = 65_536;

export interface WriteOptions {
  readonly force: boolean;
  readonly signal: AbortSignal;
}

/** Writes lines to a file that is there whole or not at all, packed as its name says. */
export const writeExport = async (
  file: string,
  lines: AsyncIterable<string>,
  { force, signal }: WriteOptions,
): Promise<void> => {
  if (!force && (await isThere(file)))
    throw new Misuse(`${file} is there already: give another name, or say --force to replace it.`);
  const part = `${file}.part`;
  const [, pack] = packingOf(file) ?? [];
  try {
    const target = createWriteStream(part, { mode: OWNER_ONLY, flush: true });
    const source = Readable.from(inChunks(lines));
    await (pack ? pipeline(source, pack(), target, { signal }) : pipeline(source, target, { signal }));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
};

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

async function* inChunks(lines: AsyncIterable<string>): AsyncGenerator<string, void> {
  let chunk = '';
  for await (const line of lines) {
    chunk += line;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

/** The lines of a file. One that is damaged or cut off is an error that tells where. */
export async function* readExport(file: string): AsyncGenerator<string, void> {
  const [, , unpack] = packingOf(file) ?? [];
  const raw = createReadStream(file);
  // Its errors come out of the last of the two.
  const stream = unpack ? piped(raw, unpack(), () => {}) : raw;
  const decoder = new StringDecoder('utf8');
  let [rest, count] = ['', 0];
  try {
    for await (const bytes of stream) {
      const lines = (rest + decoder.write(bytes)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        count++;
        yield line;
      }
    }
  } catch (error) {
    if (isOfPacking(error))
      throw new GraphkeepError(
        'invalid_input',
        `${file} is damaged or cut off after line ${count}: ${error.message}. Nothing of what follows can be read.`,
        { field: `lines.${count}`, cause: error },
      );
    throw error;
  } finally {
    raw.destroy();
  }
  rest += decoder.end();
  if (rest !== '') yield rest;
}

const isOfPacking = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && /^Z(STD)?_/.test(String(error.code));
