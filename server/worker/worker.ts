import { setTimeout as sleep } from 'node:timers/promises'
import type { JobRequest } from '#domain/job-request.ts'
import { reasonOf } from '#server/usecases/failure-reason.ts'
import type { JobQueue, TakenJob, WorkerWatch } from '#server/usecases/job-ports.ts'
import { DatabaseAway, NotNow, Unavailable } from '#server/usecases/refused.ts'
import { type Lane, laneNames, laneOf, lanes, secondsPerLane } from './lanes.ts'
import type { Tasks, Try } from './tasks.ts'

/** `postponed`: the database was away, or it is not the time, and the try does not count. */
type TryOutcome = 'done' | 'failed' | 'postponed'

export type WorkerOptions = {
  queue: JobQueue
  /** Holds the worker's lock and tells of new jobs by `onWork`. */
  watch: (onWork: () => void) => WorkerWatch
  tasks: Tasks
  /** Hears how one try of a job ended, and how long it took. */
  onTry?: (job: string, outcome: TryOutcome, seconds: number) => void
  /** How many jobs of each lane run at a time. */
  places: Record<Lane, number>
  /** A name that no worker had before. */
  newName: () => string
  /** Told when the database answered. */
  onAnswer: () => void
  /** Told of failures, without personal data: the job's name and id, the error's message. */
  log: (level: 'info' | 'warn' | 'error', message: string, fields: Record<string, unknown>) => void
  /** Shorter in tests of this file. */
  stalledMilliseconds?: number
}

export type Worker = {
  /** For how long each lane's jobs have waited although none of them was taken, in seconds. */
  overdue(): Promise<Record<Lane, number>>
  stop(): Promise<void>
}

/** Looked for at least so often, for a notification may be lost and a failed job becomes due without any. */
const pollMilliseconds = 1_000
const firstGapMilliseconds = 100
const takeMilliseconds = 10_000
const stalledMilliseconds = 15_000
/** While the process stops, the end of a job is told to the database at most so often. */
const farewells = 5

/**
 * Takes jobs and runs their verbs; a job that fails is tried again with growing gaps, then parked. One loop takes for
 * all lanes, and keeps no state that an error could spoil: after whatever error it asks again a moment later. Should it
 * stand still all the same, while jobs are due, it is replaced by another under a new name.
 */
export function startWorker(options: WorkerOptions): Worker {
  const { queue, places, log, onAnswer } = options
  const stalledAfter = options.stalledMilliseconds ?? stalledMilliseconds
  const running = new Set<Promise<void>>()
  const busy: Record<Lane, number> = { codes: 0, seals: 0, mail: 0, webhooks: 0 }
  const lastTaken: Record<Lane, number> = { codes: 0, seals: 0, mail: 0, webhooks: 0 }
  /** A new loop gets its own time; whether anything was taken since is another question. */
  let replacedAt = performance.now()
  let stopping = false
  let wake = (): void => undefined
  let woken = false
  const onWork = () => {
    woken = true
    wake()
  }
  const watch = options.watch(onWork)
  const start = performance.now()
  for (const lane of laneNames) lastTaken[lane] = start
  let current = ''
  const looping = new Map<string, Promise<void>>()

  async function loop(name: string): Promise<void> {
    watch.protect(name)
    let failures = 0
    while (!stopping && current === name) {
      woken = false
      const wanted = laneNames.map((lane) => ({ jobs: lanes[lane].jobs, places: places[lane] - busy[lane] }))
      let pause = pollMilliseconds
      if (watch.holds(name) && wanted.some((each) => each.places > 0)) {
        watch.asks(name)
        try {
          const jobs = await within(Math.min(takeMilliseconds, stalledAfter), queue.take(name, wanted))
          failures = 0
          onAnswer()
          for (const job of jobs) begin(name, job)
          // A lane that gave all it was asked for may hold more, and places may have become free meanwhile.
          if (laneNames.some((lane, at) => mayHoldMore(lane, wanted[at]?.places ?? 0, jobs))) woken = true
        } catch (error) {
          // Away is told by the queue itself; anything else is a fault that somebody must see.
          if (!(error instanceof DatabaseAway) && failures === 0)
            log('error', 'no job could be taken; it is tried again', { reason: reasonOf(error) })
          pause = Math.min(firstGapMilliseconds * 2 ** failures++, pollMilliseconds)
          woken = false
        } finally {
          watch.heard(name)
        }
      }
      if (!woken && !stopping) await nap(pause)
    }
  }

  function nap(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  function mayHoldMore(lane: Lane, asked: number, jobs: TakenJob[]): boolean {
    const given = jobs.filter((each) => laneOf(each.job) === lane).length
    return asked > 0 && given >= asked && busy[lane] < places[lane]
  }

  function begin(worker: string, job: TakenJob): void {
    const lane = laneOf(job.job)
    if (lane === undefined) return
    watch.began(job.id)
    busy[lane] += 1
    lastTaken[lane] = performance.now()
    const ended = work(worker, job, lane).finally(() => {
      watch.ended(job.id)
      // Only where every place was taken can a job wait that nobody tells of again.
      const wasFull = busy[lane] >= places[lane]
      busy[lane] -= 1
      running.delete(ended)
      if (wasFull) onWork()
    })
    running.add(ended)
  }

  async function work(worker: string, job: TakenJob, lane: Lane): Promise<void> {
    const task = options.tasks[job.job as JobRequest['job']] as (
      payload: unknown,
      now: Try,
    ) => Promise<unknown>
    const about = { job: job.job, id: job.id, attempts: job.attempts }
    const began = performance.now()
    const ended = (outcome: TryOutcome) =>
      options.onTry?.(job.job, outcome, (performance.now() - began) / 1000)
    try {
      const settled = await within(lanes[lane].longestMilliseconds, task(job.payload, { last: job.last }))
      ended('done')
      if (settled === 'settled') return
    } catch (error) {
      // That the database was away is not the job's fault, and costs it no try.
      const wait = error instanceof DatabaseAway ? 1_000 : error instanceof NotNow ? error.milliseconds : null
      ended(wait === null ? 'failed' : 'postponed')
      const reason = reasonOf(error)
      if (wait !== null) return told(about, () => queue.postpone(worker, job.id, reason, wait))
      if (job.last) {
        const cure = `mend what the reason names, then: musubi jobs retry ${job.id}`
        log('error', 'a job failed for the last time and is parked', { ...about, reason, cure })
      } else log('warn', 'a job failed and will be tried again', { ...about, reason })
      return told(about, () => queue.failed(worker, job.id, reason))
    }
    return told(about, () => queue.done(job))
  }

  /** Tells the database how a job ended, as often as it takes. The job keeps its place so long. */
  async function told(about: Record<string, unknown>, tell: () => Promise<void>): Promise<void> {
    for (let tries = 0; ; tries++) {
      try {
        return await within(takeMilliseconds, tell())
      } catch (error) {
        const giveUp = stopping ? tries >= farewells : !(error instanceof DatabaseAway) && tries >= farewells
        if (giveUp) {
          // It stays locked in our name, and the watch frees it: it runs once more.
          return log('warn', 'how a job ended could not be recorded', { ...about, reason: reasonOf(error) })
        }
        await sleep(Math.min(firstGapMilliseconds * 2 ** tries, pollMilliseconds))
      }
    }
  }

  async function overdue(): Promise<Record<Lane, number>> {
    const late = secondsPerLane(await queue.waiting())
    const now = performance.now()
    // A long line that moves is no fault: what counts is how long nobody took anything of it.
    for (const lane of laneNames) late[lane] = Math.min(late[lane], (now - lastTaken[lane]) / 1000)
    return late
  }

  function begins(): void {
    const former = current
    // Only then, for it may hear at this moment that it took something; and what it began goes on under its name.
    void looping.get(former)?.then(() => watch.abandon(former))
    const name = options.newName()
    current = name
    const loops = loop(name)
      .catch((error: unknown) => {
        log('error', 'the worker broke and is replaced', { reason: reasonOf(error) })
        setTimeout(() => {
          if (!stopping && current === name) begins()
        }, pollMilliseconds)
      })
      .finally(() => {
        if (current !== name) looping.delete(name)
      })
    looping.set(name, loops)
  }

  let looking = false
  async function look(): Promise<void> {
    if (looking || stopping) return
    looking = true
    try {
      const late = await overdue()
      const now = performance.now()
      const stalled = laneNames.filter(
        (lane) => late[lane] * 1000 > stalledAfter && busy[lane] < places[lane],
      )
      if (stalled.length === 0 || stopping || now - replacedAt < stalledAfter) return
      log('error', 'jobs are due and none was taken; the worker is replaced', {
        seconds: Object.fromEntries(stalled.map((lane) => [lane, Math.round(late[lane])])),
        cure: 'if this is repeated, look for locks on graphile_worker._private_jobs, and restart the process',
      })
      replacedAt = now
      begins()
    } catch (error) {
      if (!(error instanceof DatabaseAway))
        log('warn', 'the age of jobs could not be read', { reason: reasonOf(error) })
    } finally {
      looking = false
    }
  }

  begins()
  const heartbeat = setInterval(look, Math.ceil(stalledAfter / 3))
  return {
    overdue,
    async stop() {
      stopping = true
      clearInterval(heartbeat)
      wake()
      // What is being taken at this moment is taken: it is done, not left locked in the name of nobody.
      await Promise.all(looping.values())
      await Promise.allSettled(running)
      await watch.stop()
    },
  }
}

/** Throws when it takes longer; what was asked for goes on, and its outcome is nobody's concern any more. */
function within<T>(milliseconds: number, asked: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Unavailable(`it took longer than ${Math.round(milliseconds / 1000)} s`)),
      milliseconds,
    )
  })
  return Promise.race([asked, late]).finally(() => clearTimeout(timer))
}
