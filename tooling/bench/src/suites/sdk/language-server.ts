import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';

type Message = Readonly<Record<string, unknown>>;

interface Position {
  readonly line: number;
  readonly character: number;
}

/** TypeScript's language server with one file open, as an editor has it. */
export interface LanguageServer extends AsyncDisposable {
  /** Puts a text in place of the one that the file has. */
  change(text: string): void;
  /** The names that are offered at a place. */
  complete(position: Position): Promise<readonly string[]>;
}

const ASK_MS = 120_000;

export const openLanguageServer = async (
  tsc: string,
  folder: string,
  file: string,
  text: string,
): Promise<LanguageServer> => {
  const server = spawn(tsc, ['--lsp', '--stdio'], { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
  const uri = pathToFileURL(file).href;
  const waiting = new Map<unknown, (message: Message) => void>();
  let asked = 0;
  let version = 1;

  const send = (message: Message): void => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const ask = async (method: string, params: unknown): Promise<unknown> => {
    const id = ++asked;
    const { promise, resolve, reject } = Promise.withResolvers<Message>();
    const late = setTimeout(() => reject(new Error(`${method}: no answer in ${ASK_MS} ms`)), ASK_MS);
    waiting.set(id, resolve);
    send({ id, method, params });
    const { result, error } = await promise.finally(() => clearTimeout(late));
    if (error) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result;
  };
  eachMessage(server.stdout, (message) => {
    const { id, method } = message;
    if (method === undefined) waiting.get(id)?.(message);
    // What the server asks of its editor: for settings, of which there are none, and for leave.
    else if (id !== undefined) send({ id, result: method === 'workspace/configuration' ? [null] : null });
  });

  await ask('initialize', { processId: process.pid, rootUri: pathToFileURL(folder).href, capabilities: {} });
  send({ method: 'initialized', params: {} });
  send({
    method: 'textDocument/didOpen',
    params: { textDocument: { uri, languageId: 'typescript', version, text } },
  });
  return {
    change: (changed) =>
      send({
        method: 'textDocument/didChange',
        params: { textDocument: { uri, version: ++version }, contentChanges: [{ text: changed }] },
      }),
    complete: async (position) =>
      namesIn(await ask('textDocument/completion', { textDocument: { uri }, position })),
    async [Symbol.asyncDispose]() {
      await ask('shutdown', undefined);
      send({ method: 'exit' });
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.stdin.end();
      await ended;
    },
  };
};

/** Messages have a head with their length in bytes, and come in pieces. */
const eachMessage = (output: NodeJS.ReadableStream, receive: (message: Message) => void): void => {
  let rest = Buffer.alloc(0);
  output.on('data', (piece: Buffer) => {
    rest = Buffer.concat([rest, piece]);
    for (;;) {
      const head = rest.indexOf('\r\n\r\n');
      const length = Number(
        /Content-Length: (\d+)/i.exec(rest.subarray(0, Math.max(0, head)).toString())?.[1],
      );
      const end = head + 4 + length;
      if (head < 0 || rest.length < end) return;
      const message: Message = JSON.parse(rest.subarray(head + 4, end).toString());
      rest = rest.subarray(end);
      receive(message);
    }
  });
};

const namesIn = (answer: unknown): readonly string[] => {
  const items = Array.isArray(answer) ? answer : isRecord(answer) ? answer['items'] : [];
  return Array.isArray(items) ? items.map((item) => (isRecord(item) ? String(item['label']) : '')) : [];
};

const isRecord = (value: unknown): value is Message => typeof value === 'object' && value !== null;
