import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

/** Both halves together, as `--max-semi-space-size=8` would have it. */
const wanted = 16 * 1024 * 1024
/** What a start has allocated is mostly enough; a V8 that grows otherwise is not waited for. */
const mostTries = 200

/**
 * Holds V8's young generation at 16 MB. On a machine with much memory it becomes 128 MB, which are not given back and
 * make nothing faster (ADR 0029). V8 reads the option itself before any code of ours runs, and `node dist/server.mjs`
 * is to be enough; but by how much the generation grows is asked each time, so it is filled to its size and then kept
 * there.
 */
export function holdYoungGeneration(): void {
  let filler: number[][] = []
  for (let tries = 0; youngBytes() < wanted && tries < mostTries; tries += 1) {
    // Few and long: they fill as many bytes in half of the time.
    for (let each = 0; each < 20; each += 1) filler.push(new Array<number>(1_000).fill(tries))
    if (filler.length > 400) filler = []
  }
  setFlagsFromString('--semi-space-growth-factor=1')
}

function youngBytes(): number {
  return getHeapSpaceStatistics().find((space) => space.space_name === 'new_space')?.space_size ?? wanted
}
