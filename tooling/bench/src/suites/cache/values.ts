/** A document of about so many bytes as JSON, like the state of a session. */
export const documentOf = (bytes: number, seed = 0): unknown => {
  const turns: unknown[] = [];
  const document = { id: `ses_${seed}`, player: `ply_${seed % 97}`, active: true, turns };
  const sentences = [
    'The lantern flickers as you enter the hall.',
    'You feel calmer than before.',
    'A path leads north.',
  ];
  for (let i = 0; JSON.stringify(document).length < bytes; i += 1)
    turns.push({
      n: i,
      text: `${sentences[(i + seed) % 3]} ${(seed * 7_919 + i * 104_729) % 9_973}`,
      mood: (i % 10) / 10,
    });
  return document;
};
