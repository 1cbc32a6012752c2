type Called<F> = F extends (...args: infer A) => Promise<unknown> ? A : never;
type Answer<F> = F extends (...args: never[]) => Promise<infer T> ? T : never;
type Calls<R> = { [M in keyof R]: R[M] extends (...args: never[]) => Promise<unknown> ? M : never }[keyof R];

/** What else happens when methods of a repository are called. An error in a hook is the call's own. */
export interface Hooks<R> {
  /** Runs before; what it answers, if anything, is what the method gets instead of its first argument. */
  readonly before?: {
    readonly [M in Calls<R>]?: (
      ...args: Called<R[M]>
    ) => Called<R[M]>[0] | undefined | Promise<Called<R[M]>[0] | undefined>;
  };
  /** Runs after, with the answer and the arguments. In a transaction it runs before the commit. */
  readonly after?: {
    readonly [M in Calls<R>]?: (answer: Answer<R[M]>, ...args: Called<R[M]>) => void | Promise<void>;
  };
}

/**
 * The same repository with hooks. They are bound to this object alone, so that what runs can be read where it is made;
 * nest calls for several sets, of which the outer runs around the inner.
 *
 * @example
 * const players = withHooks(graph.repo(Player), {
 *   before: { create: (input) => ({ ...input, username: input.username.trim() }) },
 *   after: { create: ({ playerId }) => log.info({ playerId }, 'A player joined.') },
 * });
 */
export const withHooks = <R extends object>(repository: R, { before = {}, after = {} }: Hooks<R>): R => {
  const hooked: Record<string, unknown> = Object.fromEntries(Object.entries(repository));
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const method = hooked[name];
    if (typeof method !== 'function') throw new TypeError(`There is no method ${name} to hook into.`);
    const [first, last] = [hookOf(before, name), hookOf(after, name)];
    hooked[name] = async (...args: readonly unknown[]) => {
      const [input, ...others] = args;
      const given = args.length > 0 ? [(await first?.(...args)) ?? input, ...others] : await alone(first);
      const answer: unknown = await method(...given);
      await last?.(answer, ...given);
      return answer;
    };
  }
  return hooked as R;
};

const alone = async (hook: Hook | undefined): Promise<readonly unknown[]> => {
  const input = await hook?.();
  return input === undefined ? [] : [input];
};

type Hook = (...args: readonly unknown[]) => unknown;

const hookOf = (hooks: object, name: string): Hook | undefined => {
  const hook: unknown = Object.hasOwn(hooks, name) ? Reflect.get(hooks, name) : undefined;
  return typeof hook === 'function' ? (hook as Hook) : undefined;
};
