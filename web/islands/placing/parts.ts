import { mostWidgetChanges } from '#domain/widget-changes.ts'

/** A change as it is posted. */
export type WireChange = Record<string, string>

/** Less than half of what the server takes of a form. */
export const mostPosted = 200_000

/** Room for what stands beside the changes. */
const besides = 1_000

/** In order, in as few requests as can be posted: each within what the server takes at once, and within so many bytes. */
export function partsOf(changes: readonly WireChange[], mostBytes = mostPosted): WireChange[][] {
  const parts: WireChange[][] = []
  let bytes = 0
  for (const change of changes) {
    const added = postedBytes(change)
    const part = parts.at(-1)
    if (part !== undefined && part.length < mostWidgetChanges && bytes + added <= mostBytes - besides) {
      part.push(change)
      bytes += added
    } else {
      parts.push([change])
      bytes = added
    }
  }
  return parts
}

function postedBytes(change: WireChange): number {
  return new URLSearchParams({ '': `${JSON.stringify(change)},` }).toString().length
}
