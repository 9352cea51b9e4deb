/**
 * The sizes of a file's pages for the viewer, in points with a decimal, equal neighbours counted: `595.3x841.9*50 842x595`.
 * With them every page has its place before the file is loaded.
 */
export function pageSizes(pages: { width: number; height: number }[]): string {
  const runs: { size: string; times: number }[] = []
  for (const { width, height } of pages) {
    const size = `${tenth(width)}x${tenth(height)}`
    const last = runs.at(-1)
    if (last?.size === size) last.times += 1
    else runs.push({ size, times: 1 })
  }
  return runs.map(({ size, times }) => (times === 1 ? size : `${size}*${times}`)).join(' ')
}

function tenth(points: number): string {
  return String(Math.round(points * 10) / 10)
}
