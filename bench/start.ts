import { startProduct } from './product.ts'

export type Start = { node: number; npm: number }

/** Milliseconds from the command to the line that says where it listens, on a warm data directory: the median of so many. */
export async function measureStart(dataDirectory: string, times: number): Promise<Start> {
  const start = { node: 0, npm: 0 }
  for (const command of ['node', 'npm'] as const) {
    const took: number[] = []
    for (let time = 0; time < times; time++) {
      const product = await startProduct({ dataDirectory, command })
      took.push(product.readyAfter)
      await product.stop()
    }
    start[command] = took.toSorted((a, b) => a - b)[Math.floor(times / 2)] ?? 0
  }
  return start
}
