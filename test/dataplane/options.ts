/** Options of every comparison over random sets: how many sets and requests of each, and the seed of the first. */
export const setOptions = (sets: string) =>
  ({
    sets: { type: 'string', default: sets },
    requests: { type: 'string', default: '20' },
    from: { type: 'string', default: '1' },
    brief: { type: 'boolean', default: false },
  }) as const;

/** The options as numbers. */
export const range = ({ sets, requests, from }: { sets: string; requests: string; from: string }) => [
  Number(sets),
  Number(requests),
  Number(from),
];
