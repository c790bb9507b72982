/** A day, and what a Sawt is set to. */
export interface Scale {
  name: string;
  votes: number;
  /** The busiest hour, in times of an average one. */
  peak: number;
  watchers: number;
  /** IPv4 addresses behind which the readers' carriers put them, and how much fuller the fullest is than the emptiest. */
  addresses: number;
  uneven: number;
  boxes: number;
  galleries: number;
}

/** 24 million mobile lines behind about 24,000 addresses: Morocco at the end of 2019. */
const MOROCCO = { addresses: 24_000, uneven: 20 };

export const SCALES: readonly Scale[] = [
  {
    name: "a viral evening, as it comes",
    votes: 2_000_000,
    peak: 8,
    watchers: 20_000,
    ...MOROCCO,
    boxes: 4,
    galleries: 4,
  },
  {
    name: "a nation in a day, as it comes",
    votes: 50_000_000,
    peak: 3,
    watchers: 1_000_000,
    ...MOROCCO,
    boxes: 4,
    galleries: 4,
  },
  {
    name: "a nation in a day, everything turned",
    votes: 50_000_000,
    peak: 3,
    watchers: 1_000_000,
    ...MOROCCO,
    boxes: 64,
    galleries: 50,
  },
];
