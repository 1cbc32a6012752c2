import { invalid } from './errors.ts';
import { type Token, tokenize } from './tokens.ts';

/** Walks over the tokens of a statement. */
export class Cursor {
  readonly source: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(source: string) {
    this.source = source;
    this.#tokens = tokenize(source);
  }

  get position(): number {
    return this.#at;
  }

  set position(at: number) {
    this.#at = at;
  }

  peek(ahead = 0): Token {
    const token = this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)];
    if (!token) throw new RangeError('A statement always has a last token.');
    return token;
  }

  next(): Token {
    const token = this.peek();
    this.#at++;
    return token;
  }

  /** Where the last token that was taken ends. */
  get lastEnd(): number {
    return this.#tokens[this.#at - 1]?.end ?? 0;
  }

  isSymbol(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'symbol' && token.text === text;
  }

  isWord(word: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'name' && !token.quoted && token.text.toUpperCase() === word;
  }

  takeSymbol(text: string): boolean {
    if (!this.isSymbol(text)) return false;
    this.#at++;
    return true;
  }

  /** Takes these words if all of them come next. */
  takeWords(...words: readonly string[]): boolean {
    if (!words.every((word, index) => this.isWord(word, index))) return false;
    this.#at += words.length;
    return true;
  }

  needSymbol(text: string): void {
    if (!this.takeSymbol(text)) throw this.unexpected(`"${text}" is expected`);
  }

  needWords(...words: readonly string[]): void {
    if (!this.takeWords(...words)) throw this.unexpected(`${words.join(' ')} is expected`);
  }

  needName(what: string): string {
    const token = this.peek();
    if (token.kind !== 'name') throw this.unexpected(`${what} is expected`);
    this.#at++;
    return token.text;
  }

  /** One or more, with commas between them. */
  list<T>(item: () => T): T[] {
    const items = [item()];
    while (this.takeSymbol(',')) items.push(item());
    return items;
  }

  /** None or more, with commas between them, up to this symbol. */
  listUntil<T>(end: string, item: () => T): T[] {
    if (this.takeSymbol(end)) return [];
    const items = this.list(item);
    this.needSymbol(end);
    return items;
  }

  /** What `parse` reads, or undefined and nothing taken where it fails. */
  attempt<T>(parse: () => T): T | undefined {
    const at = this.#at;
    try {
      return parse();
    } catch {
      this.#at = at;
      return undefined;
    }
  }

  unexpected(problem: string): Error {
    const { kind, text, start } = this.peek();
    const found = kind === 'end' ? 'the statement ends' : `found ${JSON.stringify(text)}`;
    return invalid(this.source, start, `${problem}, but ${found}`);
  }
}
