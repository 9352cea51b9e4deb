/** The colours of the console: as the device has them, or always the same. */
export const schemes = ['device', 'light', 'dark'] as const

type Scheme = (typeof schemes)[number]

/** How this browser shows the console to whoever uses it. */
export type DisplayChoice = {
  scheme: Scheme
  /** Single keys do something. */
  keys: boolean
}
