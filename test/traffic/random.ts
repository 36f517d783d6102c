/** Choices that are the same for the same seed. */
export interface Random {
  /** A whole number from 0 to below the limit. */
  below(limit: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** As many as the number says, each once. */
  some<T>(list: readonly T[], count: number): T[];
}

/** The generator of Park and Miller. */
export function randomOf(seed: number): Random {
  let state = (Math.imul(seed, 7919) % 2147483646) + 1;
  if (state <= 0) state += 2147483646;
  const next = () => {
    state = (state * 48271) % 2147483647;
    return (state - 1) / 2147483646;
  };
  // The first numbers of neighbouring seeds are near each other.
  for (let round = 0; round < 3; round++) next();
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    chance: (probability) => next() < probability,
    pick: (list) => list[below(list.length)],
    some: (list, count) => {
      const rest = [...list];
      return Array.from({ length: Math.min(count, list.length) }, () => rest.splice(below(rest.length), 1)[0]);
    },
  };
}
