/** Numbers in [0, 1) that a seed repeats (mulberry32). */
export function seededChance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** `SEED`, or one of this moment. */
export function seedOfRun(environment: Record<string, string | undefined> = process.env): number {
  const given = environment.SEED
  return given === undefined || given === '' ? Date.now() % 2 ** 32 : Number(given)
}

/** Instants spread evenly over a span (milliseconds): one in each of as many equal parts, at a place drawn by chance. */
export function drawInstants(count: number, span: number, chance: () => number): number[] {
  return Array.from({ length: count }, (_, part) => ((part + chance()) / count) * span)
}

/** So many of `all`, spread evenly, drawn by chance; all of them when there are fewer. */
export function drawSome<T>(all: T[], count: number, chance: () => number): T[] {
  if (count >= all.length) return all
  return drawInstants(count, all.length, chance).flatMap((at) =>
    all.slice(Math.floor(at), Math.floor(at) + 1),
  )
}

export function minMedianMax(values: number[]): string {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN)
  return `min ${at(0)} ms, median ${at(0.5)} ms, max ${at(1)} ms`
}
