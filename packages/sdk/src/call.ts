import type { Answer } from './answer.ts';

/**
 * A call under way: await it for what it answers, or take the HTTP answer too.
 *
 * @example
 * const { version } = await gk.system.version();
 * const { data, requestId } = await gk.system.version().withResponse();
 * console.log(version === data.version, requestId);
 */
export interface Call<T> extends Promise<T> {
  /** With status, headers, request id and timing. Reads that travelled together share them: see `calls`. */
  withResponse(): Promise<Answer<T>>;
}

/** No promise of the data is made before somebody asks: one that fails, and that nobody has, would end a Node process. */
class AnsweredCall<T> extends Promise<T> implements Call<T> {
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  readonly #answer: () => Promise<Answer<T>>;

  constructor(answer: () => Promise<Answer<T>>) {
    super(() => {});
    this.#answer = answer;
  }

  // biome-ignore lint/suspicious/noThenProperty: it is a promise
  override then<A = T, B = never>(
    resolve?: ((data: T) => A | PromiseLike<A>) | null,
    reject?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#answer()
      .then(({ data }) => data)
      .then(resolve, reject);
  }

  withResponse(): Promise<Answer<T>> {
    return this.#answer();
  }
}

/** A call that is under way. */
export const callOf = <T>(answer: Promise<Answer<T>>): Call<T> => new AnsweredCall(() => answer);

/** A call that is made when it is awaited, once. */
export const lazyCall = <T>(make: () => Promise<Answer<T>>): Call<T> => {
  let answer: Promise<Answer<T>> | undefined;
  return new AnsweredCall(() => {
    answer ??= make();
    return answer;
  });
};
