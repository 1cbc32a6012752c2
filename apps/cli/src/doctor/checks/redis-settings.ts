import { type Finding, fine } from '../finding.ts';

type Found = Omit<Finding, 'check'>;

const LEAST = 7;
const NEARLY_FULL = 0.9;

/** What `INFO` tells of a server, against what Graphkeep needs of it. */
export const judgedRedis = (info: string, sizeOf: (bytes: number) => string): readonly Found[] => {
  const read = (name: string): string => new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]?.trim() ?? '';
  const [used, limit] = [Number(read('used_memory')), Number(read('maxmemory'))];
  return [
    ...version(read('redis_version')),
    ...eviction(read('maxmemory_policy')),
    ...memory(used, limit, sizeOf),
    ...persistence(read('aof_enabled') === '1', read('aof_last_write_status')),
  ];
};

const version = (found: string): readonly Found[] =>
  Number(found.split('.')[0]) >= LEAST
    ? []
    : [
        {
          severity: 'error',
          what: `Redis ${found} is too old.`,
          why: 'The cache uses commands that it does not have.',
          remedy: `Install Redis ${LEAST} or later.`,
        },
      ];

/** By the policy, what Redis throws away when its memory is full. */
const eviction = (policy: string): readonly Found[] => {
  if (policy === 'noeviction' || policy === 'volatile-lru') return [fine(`maxmemory-policy is ${policy}`)];
  if (policy.startsWith('allkeys-'))
    return [
      {
        severity: 'error',
        what: `Redis evicts by ${policy}.`,
        why: 'It throws away what must stay: jobs, queued writes, the log of changes, counters of locks.',
        remedy: 'Set maxmemory-policy to noeviction, or to volatile-lru.',
      },
    ];
  return [
    {
      severity: 'warning',
      what: `Redis evicts by ${policy}.`,
      why: 'Locks and tombstones, which are young and short, go before cached values: work is done twice, and an old value may come back.',
      remedy: 'Set maxmemory-policy to noeviction, or to volatile-lru.',
    },
  ];
};

const memory = (used: number, limit: number, sizeOf: (bytes: number) => string): readonly Found[] => {
  if (limit === 0)
    return [
      {
        severity: 'warning',
        what: 'Redis has no limit of memory.',
        why: 'It grows until the system ends it, or another program.',
        remedy: 'Set maxmemory to what this machine has to spare, like 512mb.',
      },
    ];
  if (used < limit * NEARLY_FULL) return [fine(`${sizeOf(used)} of ${sizeOf(limit)} are used`)];
  return [
    {
      severity: 'warning',
      what: `Redis uses ${sizeOf(used)} of its ${sizeOf(limit)}.`,
      why: 'Once it is full it evicts, or refuses what is written.',
      remedy:
        'Raise maxmemory, or keep less by GRAPHKEEP_CACHE_TTLS; `graphkeep cache stats` shows what fills it.',
    },
  ];
};

const persistence = (appends: boolean, lastWrite: string): readonly Found[] => {
  if (!appends)
    return [
      {
        severity: 'warning',
        what: 'Redis writes no log of changes to its disk (appendonly no).',
        why: 'A restart of it loses writes that are queued, and runs of jobs.',
        remedy: 'Set appendonly to yes, with appendfsync everysec.',
      },
    ];
  if (lastWrite === 'ok') return [fine('appendonly is on')];
  return [
    {
      severity: 'error',
      what: `Redis could not write to its disk (${lastWrite}).`,
      why: 'It refuses writes, or loses them at its next restart.',
      remedy: 'Look at its disk and its log.',
    },
  ];
};
