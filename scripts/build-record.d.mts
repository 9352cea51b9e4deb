type Made = { inputs: string[]; outputs: string[]; result: unknown; begun: number }

export function buildRecord(
  root: string,
  dist: string,
): {
  kept(part: string, entries: string[]): Promise<unknown>
  keep(part: string, made: Made): Promise<void>
}
