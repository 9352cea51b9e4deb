import { tokyoFormat } from '../ui/tokyo-format.ts'

const day = { year: 'numeric', month: 'long', day: 'numeric' } as const
const minute = { hour: '2-digit', minute: '2-digit' } as const

/** `2026年11月22日 19:05`, in Tokyo. */
export const dateAndTime = tokyoFormat({ ...day, ...minute })

/** `2026年11月22日`, in Tokyo. */
export const dateOnly = tokyoFormat(day)

/** `19:05`, in Tokyo. */
export const timeOnly = tokyoFormat(minute)
