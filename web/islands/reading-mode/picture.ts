/** A page's picture: RGBA, at any size. */
export type Picture = { data: Uint8ClampedArray; width: number; height: number }

/** Brightness of every dot, and that of the paper, from 0 to 255. */
export type Brightness = { light: Uint8Array; paper: number }

export function brightnessOf({ data, width, height }: Picture): Brightness {
  const light = new Uint8Array(width * height)
  const counts = new Uint32Array(256)
  for (let at = 0; at < light.length; at++) {
    const from = at * 4
    const here = Math.floor(((data[from] ?? 0) * 3 + (data[from + 1] ?? 0) * 6 + (data[from + 2] ?? 0)) / 10)
    light[at] = here
    counts[here] = (counts[here] ?? 0) + 1
  }
  // What there is most of is the paper.
  return { light, paper: counts.indexOf(Math.max(...counts)) }
}

/** 1 where a dot differs from the paper by more than this. */
export function inkOf({ light, paper }: Brightness, difference: number): Uint8Array {
  return light.map((here) => (Math.abs(here - paper) > difference ? 1 : 0))
}
