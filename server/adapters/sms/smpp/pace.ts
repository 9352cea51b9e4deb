import { setTimeout as sleep } from 'node:timers/promises'

/** How fast a centre lets us send: so many texts a second, so many without an answer. */
export type Pace = {
  /** Waits for a place; `leave` gives it back. */
  enter(): Promise<{ leave(): void }>
  /** Nothing is begun for so long: the centre said that it is too fast. */
  hold(milliseconds: number): void
}

/** Turns are a chain of waits, first come first served. */
export function createPace({ perSecond, window }: { perSecond: number; window: number }): Pace {
  let turn: Promise<void> = Promise.resolve()
  let free = window
  const queue: (() => void)[] = []
  const wait = (milliseconds: number) => {
    turn = turn.then(() => sleep(milliseconds))
  }
  return {
    async enter() {
      if (free > 0) free -= 1
      else await new Promise<void>((resolve) => queue.push(resolve))
      const mine = turn
      wait(1000 / perSecond)
      await mine
      return {
        leave() {
          const next = queue.shift()
          if (next === undefined) free += 1
          else next()
        },
      }
    },
    hold: wait,
  }
}
