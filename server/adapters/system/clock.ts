import type { Clock } from '#server/usecases/ports.ts'

export const systemClock: Clock = { now: () => new Date() }
