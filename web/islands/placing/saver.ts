import type { PlacedField } from '#web/console/placing/placed-field.ts'
import { partsOf, type WireChange } from './parts.ts'

export type SaveState = 'saved' | 'saving' | 'failed' | 'over'

/** Why nothing can be saved here any more. `draft`: it was sent or deleted meanwhile. */
export type OverReason = 'session' | 'draft' | 'too_large'

/** What the server said of a step: what is saved now, and why the step was refused if it was. */
export type Settled = { fields: PlacedField[]; problem: string | null }

export type SaverOptions = {
  /** Where steps are posted. */
  action: string
  token: string
  fileId: string
  onState: (state: Exclude<SaveState, 'over'>) => void
  /** Once, and nothing after it. */
  onOver: (reason: OverReason) => void
  /** Called when nothing waits any more, and whenever a step was refused: what waited behind it is dropped. */
  onSettled: (settled: Settled) => void
}

export type Saver = {
  save(changes: WireChange[]): void
  retry(): void
  /** Something is not saved, and could be. */
  busy(): boolean
  /** Resolves when nothing waits any more, or when it cannot be saved now. */
  rest(): Promise<void>
  /** The page is gone in a moment: sends everything that is not saved yet, without waiting for any answer. */
  leave(): void
  /** The page was kept and is shown again. */
  comeBack(): void
}

/** A browser drops what it is asked to send on after the page is left, if it is larger. */
const mostKeptAlive = 60_000
/** With what is on its way already they must be less. */
const mostOnLeaving = 40_000

/** Sends steps one after the other. Each has the ids of what it adds, so that it can be sent again when no answer came. */
export function createSaver(options: SaverOptions): Saver {
  const queue: WireChange[][] = []
  let running: Promise<void> | null = null
  let left = false
  let over = false

  function run(): Promise<void> {
    running ??= sendAll().finally(() => {
      running = null
    })
    return running
  }

  async function sendAll(): Promise<void> {
    for (let step = queue[0]; step !== undefined; step = queue[0]) {
      options.onState('saving')
      const answer = await post(step)
      // `leave` has sent what waits here.
      if (left) return
      if (answer === 'failed') {
        options.onState(answer)
        return
      }
      if (typeof answer === 'string') {
        over = true
        queue.length = 0
        options.onOver(answer)
        return
      }
      queue.shift()
      if (answer.problem !== null) queue.length = 0
      if (queue.length === 0) {
        options.onState('saved')
        options.onSettled(answer)
      }
    }
  }

  async function send(step: WireChange[]): Promise<Response | null> {
    const body = new URLSearchParams({
      form_token: options.token,
      file_id: options.fileId,
      changes: JSON.stringify(step),
    }).toString()
    return fetch(options.action, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body,
      keepalive: body.length < mostKeptAlive,
    }).catch(() => null)
  }

  async function post(step: WireChange[]): Promise<Settled | 'failed' | OverReason> {
    const answer = await send(step)
    // 429 and what begins with 5 passes.
    if (answer === null || answer.status === 429 || answer.status >= 500) return 'failed'
    const isJson = answer.headers.get('content-type')?.startsWith('application/json') === true
    // A page instead of an answer: nothing can be saved here any more.
    if (!isJson) return reasonOf(answer)
    const said: Partial<Settled> | null = await answer.json().catch(() => null)
    if (said?.fields === undefined) return 'failed'
    return { fields: said.fields, problem: said.problem ?? null }
  }

  return {
    save(changes) {
      if (over) return
      queue.push(...partsOf(changes))
      void run()
    },
    retry: () => void run(),
    busy: () => queue.length > 0,
    rest: () => run(),
    leave() {
      if (left || queue.length === 0) return
      left = true
      // With what is on its way already: it may be late, or lost. What is done twice is done once.
      for (const part of partsOf(queue.flat(), mostOnLeaving)) void send(part)
    },
    comeBack() {
      left = false
      if (running !== null) void running.then(run)
      else void run()
    },
  }
}

/** Whoever is signed out is led to the sign-in; a form of another session is 403. */
function reasonOf(answer: Response): OverReason {
  if (answer.status === 413) return 'too_large'
  return answer.redirected || answer.status === 403 ? 'session' : 'draft'
}
