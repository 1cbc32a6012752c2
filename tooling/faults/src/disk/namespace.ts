import { startProcess } from '../process/start-process.ts';

/** A way to get a mount namespace of our own, by the arguments of `unshare` and of `nsenter`. */
export interface NamespaceWay {
  readonly name: string;
  readonly unshare: readonly string[];
  readonly nsenter: readonly string[];
}

const asRoot: NamespaceWay = { name: 'as root', unshare: ['--mount'], nsenter: ['--mount'] };
const asAnyUser: NamespaceWay = {
  name: 'in a user namespace',
  unshare: ['--user', '--map-root-user', '--mount'],
  nsenter: ['--user', '--preserve-credentials', '--mount'],
};

export const namespaceWays = (): NamespaceWay[] =>
  process.getuid?.() === 0 ? [asRoot, asAnyUser] : [asAnyUser];

export interface Namespace extends AsyncDisposable {
  /** The process that keeps it; the kernel takes the mount down with it, however this process ends. */
  readonly pid: number;
}

/** Mounts a tmpfs on the folder where only its own namespace sees it, with the folder `disk` in it. */
export const mountInNamespace = async (
  way: NamespaceWay,
  folder: string,
  bytes: number,
): Promise<Namespace> => {
  const script =
    'mount -t tmpfs -o "size=$1" tmpfs "$2" && mkdir -m 777 "$2/disk" && echo mounted && exec cat > /dev/null';
  const args = [...way.unshare, 'sh', '-c', script, 'sh', String(bytes), folder];
  const env = { LC_ALL: 'C' };
  return startProcess('unshare', args, { env, ready: /^mounted$/m, readyMs: 5_000, stdin: 'held' });
};
