import type { PlacedField } from '#web/console/placing/placed-field.ts'

export type SaveState = 'saved' | 'saving' | 'failed' | 'over'

/** What the server said of a step: what is saved now, and why the step was refused if it was. */
export type Settled = { fields: PlacedField[]; problem: string | null }

export type SaverOptions = {
  /** Where steps are posted. */
  action: string
  token: string
  fileId: string
  onState: (state: SaveState) => void
  /** Called when nothing waits any more, and whenever a step was refused: what waited behind it is dropped. */
  onSettled: (settled: Settled) => void
}

export type Saver = {
  save(changes: Record<string, string>[]): void
  retry(): void
  /** Something is not saved. */
  busy(): boolean
}

/** A browser drops what it is asked to send on after the page is left, if it is larger. */
const mostKeptAlive = 60_000

/** Sends steps one after the other. Each has the ids of what it adds, so that it can be sent again when no answer came. */
export function createSaver(options: SaverOptions): Saver {
  const queue: Record<string, string>[][] = []
  let running = false

  async function run(): Promise<void> {
    if (running) return
    running = true
    for (let step = queue[0]; step !== undefined; step = queue[0]) {
      options.onState('saving')
      const answer = await post(step)
      if (answer === 'failed' || answer === 'over') {
        options.onState(answer)
        break
      }
      queue.shift()
      if (answer.problem !== null) queue.length = 0
      if (queue.length === 0) {
        options.onState('saved')
        options.onSettled(answer)
      }
    }
    running = false
  }

  async function post(step: Record<string, string>[]): Promise<Settled | 'failed' | 'over'> {
    const body = new URLSearchParams({
      form_token: options.token,
      file_id: options.fileId,
      changes: JSON.stringify(step),
    }).toString()
    const answer = await fetch(options.action, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body,
      keepalive: body.length < mostKeptAlive,
    }).catch(() => null)
    if (answer === null || answer.status >= 500) return 'failed'
    const isJson = answer.headers.get('content-type')?.startsWith('application/json') === true
    // The session has ended, or the document was sent or deleted: nothing can be saved here any more.
    if (!isJson) return 'over'
    const said: Partial<Settled> | null = await answer.json().catch(() => null)
    if (said?.fields === undefined) return 'failed'
    return { fields: said.fields, problem: said.problem ?? null }
  }

  return {
    save(changes) {
      queue.push(changes)
      void run()
    },
    retry: () => void run(),
    busy: () => queue.length > 0,
  }
}
