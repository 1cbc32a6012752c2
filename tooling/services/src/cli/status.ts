import { Connection } from '../client/connection.ts';
import { type Folders, socketPath, versionsRunning } from '../folders.ts';
import { type Status, status } from '../protocol.ts';

export async function showStatus(folders: Folders): Promise<void> {
  let shown = 0;
  for (const version of versionsRunning(folders)) {
    const connection = await Connection.open(socketPath(folders, version), () => {}).catch(() => undefined);
    if (!connection) continue;
    process.stdout.write(describe(version, await connection.request({ method: 'status' }, status)));
    connection.close();
    shown += 1;
  }
  if (shown === 0) process.stdout.write('nothing runs\n');
}

function describe(version: string, { pid, held, leases, servers }: Status): string {
  const lines = [`daemon ${version}, pid ${pid}`];
  for (const { address, nodes } of servers) {
    const pids = nodes.flatMap((node) => (node.pid === undefined ? [] : [node.pid]));
    const place = 'url' in address ? address.url : `${nodes.length} nodes`;
    lines.push(`  runs ${address.store} at ${place}${pids.length > 0 ? `, pid ${pids.join(' ')}` : ''}`);
  }
  for (const address of held) lines.push(`  holds ${address.store} until stop`);
  for (const { store, lease, isolated } of leases)
    lines.push(`  lease ${lease}: ${store}${isolated ? ', isolated' : ''}`);
  return `${lines.join('\n')}\n`;
}
