import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { Socket } from 'node:net'
import type { Press } from '../../usecases/sealing-ports.ts'
import { type PressAnswer, type PressJob, type PressJobs, type PressRequest, READY } from './press-message.ts'

/** How a press is set up. */
export type PressOptions = {
  /** The bundled child (`dist/press-child.mjs`). */
  childScript: string
  /** Node's own arguments for the child. */
  execArgv?: string[]
  /** At most two: a third would starve the server on a small machine (measured). */
  maxChildren?: 1 | 2
  /** Where the child runs. It writes only to the paths that its jobs name. */
  workDirectory: string
  /** Milliseconds that one job may take. */
  deadline?: number
}

type Job = {
  request: PressRequest
  resolve: (answer: never) => void
  reject: (error: Error) => void
}

type Worker = {
  child: ChildProcess
  job: Job | null
  deadline: NodeJS.Timeout | null
  idle: NodeJS.Timeout | null
  ready: boolean
  /** The beginning of what the child wrote to its error output. */
  complaint: string
}

/** Kilobytes of address space: node itself reserves about 1.4 GB without using it, so that 0.8 GB are left for the job. */
const ADDRESS_SPACE = 2_200_000
const HEAP_MEGABYTES = 384
const PROCESSOR_SECONDS = 600
const RETIRED_AFTER_SECONDS = 400
const RETIRED_ABOVE_BYTES = 400 * 1024 * 1024
const DEADLINE = 20_000
const START_DEADLINE = 30_000
const IDLE_MILLISECONDS = 60_000
const LONGEST_COMPLAINT = 300
/** How the system and V8 end a process that meets its limits. A SIGKILL from elsewhere says nothing about the file. */
const LIMIT_SIGNALS = new Set(['SIGABRT', 'SIGTRAP', 'SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGXCPU'])

/** The child died, ran out of its limits or could not do the job. Unavailable: to be tried again. */
export class PressFailed extends Error {
  readonly code = 'press_failed'
  /** Whether a limit ended it (time, memory), as a hostile or huge file would. */
  readonly costly: boolean

  constructor(reason: string, costly: boolean) {
    super(reason)
    this.name = 'PressFailed'
    this.costly = costly
  }
}

/** The press. Starts its children when there is work and lets them go when there has been none for a minute. */
export function createPress(options: PressOptions): Press {
  const pool = new Pool(options)
  return {
    inspect: async (path) => {
      try {
        return await pool.run('inspect', path)
      } catch (error) {
        if (error instanceof PressFailed && error.costly) return { ok: false, problem: 'too_costly' }
        throw error
      }
    },
    prepareSending: (revision) => pool.run('prepareSending', revision),
    prepareConsent: (revision) => pool.run('prepareConsent', revision),
    prepareCertificate: (revision) => pool.run('prepareCertificate', revision),
    readBack: (expectation) => pool.run('readBack', expectation),
    listSignatures: (path) => pool.run('listSignatures', path),
    unprintable: (text) => pool.run('unprintable', text),
    close: () => pool.close(),
  }
}

class Pool {
  readonly #options: PressOptions
  readonly #workers = new Set<Worker>()
  readonly #waiting: Job[] = []
  #lastId = 0
  #closed = false

  constructor(options: PressOptions) {
    this.#options = options
  }

  run<Kind extends PressJob>(job: Kind, argument: PressJobs[Kind][0]): Promise<PressJobs[Kind][1]> {
    if (this.#closed) return Promise.reject(new PressFailed('the press is closed', false))
    return new Promise((resolve, reject) => {
      this.#lastId += 1
      const request = { id: this.#lastId, job, argument } as PressRequest
      this.#waiting.push({ request, resolve, reject })
      this.#next()
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const job of this.#waiting.splice(0)) job.reject(new PressFailed('the press is closed', false))
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
  }

  #next(): void {
    const job = this.#waiting[0]
    if (!job) return
    let worker = [...this.#workers].find((one) => one.job === null)
    if (!worker) {
      if (this.#workers.size >= (this.#options.maxChildren ?? 2)) return
      worker = this.#start()
    }
    this.#waiting.shift()
    if (worker.idle) clearTimeout(worker.idle)
    worker.idle = null
    worker.job = job
    const { child } = worker
    child.ref()
    child.channel?.ref()
    this.#setDeadline(worker)
    child.send(job.request, (error) => {
      if (error) this.#kill(worker, error.message, false)
    })
  }

  #start(): Worker {
    const child = spawnLimited(this.#options)
    const worker: Worker = { child, job: null, deadline: null, idle: null, ready: false, complaint: '' }
    this.#workers.add(worker)
    if (child.stderr instanceof Socket) child.stderr.unref()
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      if (worker.complaint.length < LONGEST_COMPLAINT) worker.complaint += text
    })
    child.on('message', (message: PressAnswer | typeof READY) => {
      if (message !== READY) return this.#answered(worker, message)
      worker.ready = true
      if (worker.job) this.#setDeadline(worker)
    })
    child.on('error', (error) => this.#gone(worker, error.message, false))
    child.on('exit', (code, signal) => {
      const complaint = worker.complaint.trim().slice(0, LONGEST_COMPLAINT)
      const costly = worker.ready && signal !== null && LIMIT_SIGNALS.has(signal)
      this.#gone(worker, `the press ended (${signal ?? code}) ${complaint}`.trim(), costly)
    })
    return worker
  }

  /** The time that starting takes is not the job's. */
  #setDeadline(worker: Worker): void {
    if (worker.deadline) clearTimeout(worker.deadline)
    const time = worker.ready ? (this.#options.deadline ?? DEADLINE) : START_DEADLINE
    worker.deadline = setTimeout(() => this.#kill(worker, 'it took too long', worker.ready), time)
  }

  #answered(worker: Worker, answer: PressAnswer): void {
    const { job } = worker
    if (job?.request.id !== answer.id) return
    this.#release(worker)
    if (answer.ok) job.resolve(answer.answer as never)
    else job.reject(new PressFailed(answer.reason, false))
    if (answer.cpu > RETIRED_AFTER_SECONDS || answer.rss > RETIRED_ABOVE_BYTES) this.#dismiss(worker)
    else this.#rest(worker)
    this.#next()
  }

  #rest(worker: Worker): void {
    worker.child.unref()
    worker.child.channel?.unref()
    worker.idle = setTimeout(() => this.#dismiss(worker), IDLE_MILLISECONDS).unref()
  }

  #release(worker: Worker): void {
    if (worker.deadline) clearTimeout(worker.deadline)
    worker.deadline = null
    worker.job = null
  }

  /** Lets a child go; without its channel it ends by itself. */
  #dismiss(worker: Worker): void {
    this.#workers.delete(worker)
    if (worker.idle) clearTimeout(worker.idle)
    if (worker.job || !worker.child.connected) worker.child.kill('SIGKILL')
    else worker.child.disconnect()
  }

  #kill(worker: Worker, reason: string, costly: boolean): void {
    worker.child.kill('SIGKILL')
    this.#gone(worker, reason, costly)
  }

  #gone(worker: Worker, reason: string, costly: boolean): void {
    this.#workers.delete(worker)
    if (worker.idle) clearTimeout(worker.idle)
    const { job } = worker
    this.#release(worker)
    job?.reject(new PressFailed(reason, costly))
    this.#next()
  }
}

/** The limits bind the process itself, Buffers and native memory included, which a worker thread's do not (measured). */
function spawnLimited({ childScript, execArgv, workDirectory }: PressOptions): ChildProcess {
  const node = [`--max-old-space-size=${HEAP_MEGABYTES}`, ...(execArgv ?? []), childScript]
  const stdio: ['ignore', 'ignore', 'pipe', 'ipc'] = ['ignore', 'ignore', 'pipe', 'ipc']
  const settings = { cwd: workDirectory, env: {}, stdio, serialization: 'advanced' as const }
  if (process.platform !== 'linux' || !existsSync('/bin/sh')) return spawn(process.execPath, node, settings)
  const limits = `ulimit -c 0; ulimit -v ${ADDRESS_SPACE}; ulimit -t ${PROCESSOR_SECONDS}; exec "$0" "$@"`
  return spawn('/bin/sh', ['-c', limits, process.execPath, ...node], settings)
}
