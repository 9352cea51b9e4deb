import { tokyoFormat } from '#web/ui/tokyo-format.ts'

const day = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
const minute = { hour: '2-digit', minute: '2-digit' } as const
const hourCycle = 'h23'
/** 01/12 is January to some and December to others. */
const spelt = { day: 'numeric', month: 'short' } as const

/** `2026/11/22 19:05`, `22 Nov 2026, 19:05`, in Tokyo. */
export const stamp = tokyoFormat({ hourCycle, ...day, ...minute }, spelt)

/** `2026/11/22 19:05:07`, in Tokyo. */
export const stampOfSecond = tokyoFormat({ hourCycle, ...day, ...minute, second: '2-digit' }, spelt)

/** `2026/11/22 (日)`, in Tokyo. */
export const dayOf = tokyoFormat({ hourCycle, ...day, weekday: 'short' }, spelt)

/** `19:05:07`, in Tokyo. */
export const timeOf = tokyoFormat({ hourCycle, ...minute, second: '2-digit' })
