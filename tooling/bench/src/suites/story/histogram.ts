/** How many calls took at most so many seconds, bucket by bucket, by the procedure's name. */
export type Histograms = ReadonlyMap<string, ReadonlyMap<number, number>>;

const BUCKET = /^api_call_duration_seconds_bucket\{(?<labels>[^}]*)\} (?<count>\d+)$/;

/** The server's own histograms of its calls, as it tells them to Prometheus; calls of all outcomes together. */
export const readHistograms = async (url: string, apiKey: string): Promise<Histograms> => {
  const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${apiKey}` } });
  if (!answer.ok) throw new Error(`${url}/metrics answered ${answer.status}.`);
  const all = new Map<string, Map<number, number>>();
  for (const line of (await answer.text()).split('\n')) {
    const { labels = '', count = '' } = BUCKET.exec(line)?.groups ?? {};
    const procedure = labelOf(labels, 'procedure');
    const bound = labelOf(labels, 'le');
    if (procedure === undefined || bound === undefined) continue;
    const counts = all.get(procedure) ?? new Map<number, number>();
    all.set(procedure, counts);
    const seconds = bound === '+Inf' ? Number.POSITIVE_INFINITY : Number(bound);
    counts.set(seconds, (counts.get(seconds) ?? 0) + Number(count));
  }
  return all;
};

const labelOf = (labels: string, name: string): string | undefined =>
  new RegExp(`(?:^|,)${name}="([^"]*)"`).exec(labels)?.[1];

/** The 95th percentile of what was counted between two readings, within its bucket by proportion, in milliseconds. */
export const percentileBetween = (
  before: Histograms,
  after: Histograms,
  procedure: string,
  percent = 95,
): number => {
  const counts = [...(after.get(procedure) ?? [])]
    .map(([bound, count]) => [bound, count - (before.get(procedure)?.get(bound) ?? 0)] as const)
    .sort(([a], [b]) => a - b);
  const total = counts.at(-1)?.[1] ?? 0;
  if (total === 0) throw new Error(`The server counted no call of ${procedure}.`);
  const rank = (total * percent) / 100;
  let [low, below] = [0, 0];
  for (const [bound, count] of counts) {
    if (count >= rank) {
      const width = Number.isFinite(bound) ? bound - low : 0;
      return (low + (width * (rank - below)) / (count - below)) * 1_000;
    }
    [low, below] = [bound, count];
  }
  return low * 1_000;
};
