import { tokyoFormat } from '#web/ui/tokyo-format.ts'

const day = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
const minute = { hour: '2-digit', minute: '2-digit' } as const
const hourCycle = 'h23'

/** `2026/11/22 19:05`, in Tokyo. */
export const stamp = tokyoFormat({ hourCycle, ...day, ...minute })

/** `2026/11/22 19:05:07`, in Tokyo. */
export const stampOfSecond = tokyoFormat({ hourCycle, ...day, ...minute, second: '2-digit' })

/** `2026/11/22 (日)`, in Tokyo. */
export const dayOf = tokyoFormat({ hourCycle, ...day, weekday: 'short' })

/** `19:05:07`, in Tokyo. */
export const timeOf = tokyoFormat({ hourCycle, ...minute, second: '2-digit' })
