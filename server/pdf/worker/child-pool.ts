import { MachineBusy } from '#server/usecases/refused.ts'
import { type Confinement, confinements } from './confinement.ts'
import { limitSignals, type Overrun, retiredAboveBytes, retiredAfterSeconds, watchCost } from './job-cost.ts'
import { JobFiles, withOwnPath } from './job-files.ts'
import { PdfWorkerFailed } from './pdf-worker-failed.ts'
import {
  type PdfJob,
  type PdfJobs,
  type PdfWorkerAnswer,
  type PdfWorkerRequest,
  placeFiles,
  READY,
} from './pdf-worker-message.ts'
import type { PoolOptions } from './pool-options.ts'
import { removeDirectoryAfter, type StartedChild, startChild } from './start-child.ts'

type Job = {
  id: number
  kind: PdfJob
  argument: unknown
  resolve: (answer: never) => void
  reject: (error: Error) => void
}

type Worker = StartedChild & {
  job: Job | null
  files: JobFiles | null
  /** Ends the watch over its job's cost, or over its start. */
  unwatch: (() => void) | null
  idle: NodeJS.Timeout | null
  ready: boolean
}

/** Of a child until it can work: on a loaded machine that takes its time. */
const START_MILLISECONDS = 120_000
const IDLE_MILLISECONDS = 60_000
const FAREWELL_MILLISECONDS = 3_000

/** Children that do one job at a time each. */
export class ChildPool {
  readonly #options: PoolOptions
  readonly #ways: Confinement[]
  readonly #workers = new Set<Worker>()
  readonly #tidying = new Set<Promise<void>>()
  readonly #waiting: Job[] = []
  readonly #starting = new Set<Promise<void>>()
  #lastId = 0
  #closed = false

  constructor(options: PoolOptions) {
    this.#options = options
    this.#ways = [...(options.ways ?? confinements())]
  }

  run<Kind extends PdfJob>(kind: Kind, argument: PdfJobs[Kind][0]): Promise<PdfJobs[Kind][1]> {
    if (this.#closed) return Promise.reject(closed())
    return new Promise((resolve, reject) => {
      this.#lastId += 1
      this.#waiting.push({ id: this.#lastId, kind, argument, resolve, reject })
      this.#next()
    })
  }

  /** Children that are there or being started, those that work, and jobs that wait for one. */
  load() {
    const [starting, waiting] = [this.#starting.size, this.#waiting.length]
    const busy = starting + [...this.#workers].filter(({ job }) => job !== null).length
    return { children: this.#workers.size + starting, busy, waiting }
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const job of this.#waiting.splice(0)) job.reject(closed())
    await Promise.all(this.#starting)
    const ended = [...this.#workers].map(
      ({ child }) =>
        new Promise<void>((resolve) => {
          // An idle child does not keep the process alive, but this wait must.
          child.ref()
          child.once('exit', () => resolve())
        }),
    )
    for (const worker of this.#workers) this.#dismiss(worker)
    await Promise.all(ended)
    await Promise.all(this.#tidying)
  }

  #next(): void {
    if (this.#waiting.length === 0) return
    const worker = [...this.#workers].find((one) => one.job === null)
    if (worker !== undefined) {
      const job = this.#waiting.shift()
      if (job !== undefined) this.#give(worker, job)
      return
    }
    if (this.#workers.size + this.#starting.size >= this.#options.maxChildren) return
    const job = this.#waiting.shift()
    if (job === undefined) return
    const starting: Promise<void> = this.#startFor(job, () => this.#starting.delete(starting))
    this.#starting.add(starting)
  }

  async #startFor(job: Job, isStarted: () => void): Promise<void> {
    try {
      const worker = await this.#start(job)
      isStarted()
      if (!this.#closed) return this.#give(worker, job)
      job.reject(closed())
      this.#dismiss(worker)
    } catch (error) {
      isStarted()
      job.reject(new PdfWorkerFailed(error instanceof Error ? error.message : String(error), false))
      this.#next()
    }
  }

  #give(worker: Worker, job: Job): void {
    if (worker.idle) clearTimeout(worker.idle)
    worker.idle = null
    worker.job = job
    worker.child.ref()
    worker.child.channel?.ref()
    this.#watch(worker)
    const files = new JobFiles(worker.directory, worker.way.user)
    worker.files = files
    const place = placeFiles[job.kind] as (argument: unknown, files: JobFiles) => unknown
    const argument = place(job.argument, files)
    files.bring().then(
      (carried) => {
        if (worker.job !== job) return
        const request = { id: job.id, job: job.kind, argument, ...carried } as PdfWorkerRequest
        worker.child.send(request, (error) => {
          if (error) this.#kill(worker, new PdfWorkerFailed(error.message, false))
        })
      },
      // Its file is not there: the child is as good as before.
      (error: Error) => {
        if (worker.job === job)
          this.#finish(worker, () => job.reject(new PdfWorkerFailed(error.message, false)))
      },
    )
  }

  /** The child, taken already by the job that it is started for. */
  async #start(job: Job): Promise<Worker> {
    const [way] = this.#ways
    if (way === undefined) throw new Error('there is no way to start a child')
    const started = await startChild(way, this.#options)
    const { child } = started
    const worker: Worker = { ...started, job, files: null, unwatch: null, idle: null, ready: false }
    this.#workers.add(worker)
    child.on('message', (message: PdfWorkerAnswer | typeof READY) => {
      if (message !== READY) return this.#answered(worker, message)
      worker.ready = true
      if (worker.job) this.#watch(worker)
    })
    child.on('error', (error) => this.#gone(worker, new PdfWorkerFailed(error.message, false)))
    child.on('exit', (code, signal) => {
      const costly = worker.ready && signal !== null && limitSignals.has(signal)
      // Once it reads files, what it writes before its end may quote them.
      const said = worker.ready ? '' : worker.errorOutput()
      const reason = `the PDF worker ended (${signal ?? code}) ${said}`.trim()
      this.#gone(worker, new PdfWorkerFailed(reason, costly))
    })
    return worker
  }

  /** What starting costs is not the job's. */
  #watch(worker: Worker): void {
    worker.unwatch?.()
    if (worker.ready) {
      worker.unwatch = watchCost(worker.child.pid, this.#options.limits, (overrun) =>
        this.#overrun(worker, overrun),
      )
      return
    }
    const timer = setTimeout(() => this.#overrun(worker, { of: 'wall', heavy: false }), START_MILLISECONDS)
    worker.unwatch = () => clearTimeout(timer)
  }

  #overrun(worker: Worker, overrun: Overrun): void {
    if (overrun.of === 'processor') {
      this.#kill(worker, new PdfWorkerFailed('it took too long', true))
      return
    }
    this.#options.log?.('warn', 'PDF work was given up because the machine had no time for it', {
      event: 'pdf_worker.machine_busy',
      job: worker.job?.kind,
      cure: 'look what else this machine does, and whether it swaps',
    })
    this.#kill(worker, new MachineBusy('this machine had no time for the work', overrun.heavy))
  }

  #answered(worker: Worker, answer: PdfWorkerAnswer): void {
    const { job, files } = worker
    if (job?.id !== answer.id || files === null) return
    const retired = answer.cpu > retiredAfterSeconds || answer.rss > retiredAboveBytes
    if (!answer.ok) {
      this.#finish(
        worker,
        () => job.reject(new PdfWorkerFailed(answer.reason, false, !answer.ofSystem)),
        retired,
      )
      return
    }
    files.takeBack(answer.files).then(
      () => {
        if (worker.job !== job) return
        this.#finish(worker, () => job.resolve(withOwnPath(answer.answer, files) as never), retired)
      },
      (error: Error) => {
        if (worker.job !== job) return
        this.#finish(worker, () => job.reject(new PdfWorkerFailed(error.message, false)), true)
      },
    )
  }

  /** Ends a job whose child lives on: for the next one, or not (`retired`). Its files are gone before it is told. */
  #finish(worker: Worker, tell: () => void, retired = false): void {
    worker.unwatch?.()
    const cleared = worker.files?.clear() ?? Promise.resolve()
    cleared.then(tell).then(
      () => {
        if (!this.#workers.has(worker)) return
        this.#release(worker)
        if (retired || this.#closed) this.#dismiss(worker)
        else this.#rest(worker)
        this.#next()
      },
      (error: Error) => this.#kill(worker, new PdfWorkerFailed(error.message, false)),
    )
  }

  #rest(worker: Worker): void {
    worker.child.unref()
    worker.child.channel?.unref()
    worker.idle = setTimeout(() => this.#dismiss(worker), IDLE_MILLISECONDS).unref()
  }

  #release(worker: Worker): void {
    worker.unwatch?.()
    worker.unwatch = null
    worker.job = null
    worker.files = null
  }

  /** Lets a child go; without its channel it ends by itself. */
  #dismiss(worker: Worker): void {
    this.#workers.delete(worker)
    if (worker.idle) clearTimeout(worker.idle)
    this.#tidyAfter(worker)
    if (worker.job || !worker.child.connected) return void worker.child.kill('SIGKILL')
    worker.child.disconnect()
    // One that stands still would hold up the end of the server.
    setTimeout(() => worker.child.kill('SIGKILL'), FAREWELL_MILLISECONDS).unref()
  }

  #kill(worker: Worker, why: Error): void {
    worker.child.kill('SIGKILL')
    this.#gone(worker, why)
  }

  #gone(worker: Worker, why: Error): void {
    const known = this.#workers.delete(worker)
    if (worker.idle) clearTimeout(worker.idle)
    const { job } = worker
    this.#release(worker)
    if (known) this.#tidyAfter(worker)
    if (job !== null) {
      // One that was late to start says nothing of the way.
      const mayBeWay = known && !worker.ready && why instanceof PdfWorkerFailed
      if (mayBeWay && this.#weaken(worker.way, why.message)) this.#waiting.unshift(job)
      else job.reject(why)
    }
    this.#next()
  }

  /** A child that ended before its first word: this system may not allow the way that it was started in. */
  #weaken(way: Confinement, reason: string): boolean {
    if (this.#closed || this.#ways[0] !== way || this.#ways.length < 2) return this.#ways[0] !== way
    this.#ways.shift()
    this.#options.log?.('warn', 'PDF work is confined less than it could be', {
      event: 'pdf_worker.confined_less',
      instead_of: way.name,
      now: this.#ways[0]?.name,
      reason,
    })
    return true
  }

  #tidyAfter(worker: Worker): void {
    const tidying: Promise<void> = removeDirectoryAfter(worker).finally(() => this.#tidying.delete(tidying))
    this.#tidying.add(tidying)
  }
}

const closed = () => new PdfWorkerFailed('the PDF worker is closed', false)
