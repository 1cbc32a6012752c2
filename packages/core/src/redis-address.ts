interface RedisNode {
  readonly host: string;
  readonly port: number;
}

interface Login {
  readonly username?: string;
  readonly password?: string;
}

/** Where Redis is, in one of its three forms. */
export interface RedisAddress extends Login {
  readonly topology: 'single' | 'sentinel' | 'cluster';
  readonly tls: boolean;
  /** The server; or the Sentinels; or some nodes of the Cluster, from which the others are learnt. */
  readonly nodes: readonly [RedisNode, ...RedisNode[]];
  /** @default 0, and the only one of a Cluster */
  readonly database: number;
  /** The name that the Sentinels have for the primary, and how to log in to them. */
  readonly sentinel?: Login & { readonly name: string };
}

const FORM = /^redis(s?)(?:\+(sentinel|cluster))?:\/\/(?:([^@/?#]*)@)?([^@/?#]*)([^?#]*)(?:\?([^#]*))?$/;
const HOST_AND_PORT = /^(\[[\da-fA-F:.]+\]|[^\s:[\]]*)(?::(\d{1,5}))?$/;
const SENTINEL_PORT = 26_379;
const REDIS_PORT = 6_379;

/**
 * `redis://user:password@host:6379/0` · `redis+sentinel://user:password@host:26379,host:26379/NAME/0` ·
 * `redis+cluster://user:password@host:6379,host:6379`; with TLS `rediss…`. Sentinels that ask for a login of their
 * own take it as `?sentinelUsername=…&sentinelPassword=…`. Answers nothing where the address has none of these forms.
 */
export const parseRedisAddress = (address: string): RedisAddress | undefined => {
  const [, s, kind, login = '', hosts = '', path = '', query = ''] = FORM.exec(address) ?? [];
  if (s === undefined) return undefined;
  try {
    const topology = kind === 'sentinel' || kind === 'cluster' ? kind : 'single';
    const nodes = nodesIn(hosts, topology === 'sentinel' ? SENTINEL_PORT : REDIS_PORT);
    const segments = path.split('/').slice(1).map(decodeURIComponent);
    const name = topology === 'sentinel' ? segments.shift() : undefined;
    const [database = '', ...rest] = segments;
    if (nodes === undefined || !/^\d{0,5}$/.test(database) || rest.length > 0) return undefined;
    if (topology === 'sentinel' && !name) return undefined;
    if (topology === 'single' && nodes.length > 1) return undefined;
    if (topology === 'cluster' && Number(database) > 0) return undefined;
    return {
      topology,
      tls: s === 's',
      nodes,
      database: Number(database),
      ...loginIn(login),
      ...(name ? { sentinel: { name, ...sentinelLogin(query) } } : {}),
    };
  } catch {
    // A lone % in the user, the password or the path.
    return undefined;
  }
};

const nodesIn = (hosts: string, defaultPort: number): RedisAddress['nodes'] | undefined => {
  const [first, ...others] = hosts.split(',').map((part): RedisNode | undefined => {
    const [, host, port] = HOST_AND_PORT.exec(part) ?? [];
    if (host === undefined || Number(port) > 65_535) return undefined;
    return {
      host: decodeURIComponent(host.replace(/^\[(.*)\]$/, '$1')) || '127.0.0.1',
      port: Number(port ?? defaultPort),
    };
  });
  const known = others.filter((node) => node !== undefined);
  return first === undefined || known.length < others.length ? undefined : [first, ...known];
};

const loginIn = (login: string): Login => {
  const [username = '', ...password] = login.split(':');
  return {
    ...(username && { username: decodeURIComponent(username) }),
    ...(password.length > 0 && { password: decodeURIComponent(password.join(':')) }),
  };
};

const sentinelLogin = (query: string): Login => {
  const options = new URLSearchParams(query);
  const username = options.get('sentinelUsername');
  const password = options.get('sentinelPassword');
  return { ...(username && { username }), ...(password && { password }) };
};
