import type { WidgetKind } from '#domain/widget.ts'
import type { EditorGiven } from '#web/console/placing/editor-given.ts'
import type { PlacedField } from '#web/console/placing/placed-field.ts'
import type { PaperSize } from '../papers/paper-stack.ts'
import { createSaver, type OverReason, type SaveState, type Settled } from './saver.ts'
import { applied, type Change, inverse, newId, onWire, within } from './steps.ts'

export type EditorState = {
  fields: PlacedField[]
  selected: string | null
  armed: WidgetKind | null
  party: string
  /** The page in the middle of the window, from 0. */
  page: number
  saving: SaveState
  /** Places are offered where the pages ask for a field; how many there are. */
  offering: boolean
  offers: number
  /** Said to screen readers, and shown when it is a warning. */
  said: string
  warning: string | null
}

export type Store = ReturnType<typeof createStore>

/** Milliseconds after the last arrow key, when the whole way of a field is saved as one step. */
const nudgePause = 600

/** What the editor knows: every act of a person goes through here, is shown at once, saved behind, and can be undone. */
export function createStore(given: EditorGiven, pages: readonly PaperSize[]) {
  const { words } = given
  const senderId = given.parties.find(({ sender }) => sender)?.id ?? ''
  let state: EditorState = {
    fields: given.fields,
    selected: null,
    armed: null,
    party: given.parties[0]?.id ?? '',
    page: 0,
    saving: 'saved',
    offering: true,
    offers: 0,
    said: '',
    warning: null,
  }
  const listeners: ((state: EditorState) => void)[] = []
  const done: Change[][] = []
  const undone: Change[][] = []
  let nudged: { before: PlacedField; timer: ReturnType<typeof setTimeout> } | null = null

  const set = (part: Partial<EditorState>): void => {
    state = { ...state, ...part }
    for (const listener of listeners) listener(state)
  }

  const saver = createSaver({
    action: `${given.path}/changes`,
    token: given.token,
    fileId: given.fileId,
    onState: (saving) => set({ saving }),
    onOver: freeze,
    onSettled: settle,
  })

  /** What is shown stays to be read; nothing can be done to it that would never be saved. */
  function freeze(reason: OverReason): void {
    if (nudged !== null) clearTimeout(nudged.timer)
    nudged = null
    done.length = 0
    undone.length = 0
    const why = words.over[reason]
    set({ saving: 'over', armed: null, selected: null, offering: false, warning: why, said: why })
  }

  const frozen = (): boolean => state.saving === 'over'

  /** What is saved is the truth: a step that was refused, or another page's, shows itself here. */
  function settle({ fields, problem }: Settled, looked = false): void {
    if (problem !== null) {
      if (nudged !== null) clearTimeout(nudged.timer)
      nudged = null
      done.length = 0
      undone.length = 0
      set({ fields, ...stillSelected(fields), warning: problem, said: problem })
      return
    }
    if (nudged !== null || spelled(fields) === spelled(state.fields)) return
    const gone = state.fields.some(({ id }) => fields.every((each) => each.id !== id))
    const said = gone ? words.goneElsewhere : looked ? words.changedElsewhere : null
    set({ fields, ...stillSelected(fields), ...(said === null ? {} : { warning: said, said }) })
  }

  function stillSelected(fields: PlacedField[]): Partial<EditorState> {
    return fields.some(({ id }) => id === state.selected) ? {} : { selected: null }
  }

  function send(changes: Change[], part: Partial<EditorState>): void {
    const fields = applied(state.fields, changes)
    set({ fields, ...stillSelected(fields), warning: null, ...part })
    saver.save(onWire(changes, given.fileId, senderId))
  }

  /** One step: shown, remembered for undoing, and saved. */
  function act(changes: Change[], part: Partial<EditorState> = {}): void {
    flush()
    if (changes.length === 0 || frozen()) return
    done.push(changes)
    undone.length = 0
    send(changes, part)
  }

  function flush(): void {
    if (nudged === null) return
    const { before, timer } = nudged
    clearTimeout(timer)
    nudged = null
    const field = state.fields.find(({ id }) => id === before.id)
    if (field === undefined || (field.x === before.x && field.y === before.y)) return
    const changes: Change[] = [{ act: 'update', before, field }]
    done.push(changes)
    undone.length = 0
    saver.save(onWire(changes, given.fileId, senderId))
  }

  return {
    given,
    pages,
    state: () => state,
    listen: (listener: (state: EditorState) => void) => {
      listeners.push(listener)
    },
    set,
    act,
    flush,
    retry: () => saver.retry(),
    busy: () => nudged !== null || saver.busy(),
    rest(): Promise<void> {
      flush()
      return saver.rest()
    },
    leave(): void {
      flush()
      saver.leave()
    },
    comeBack: () => saver.comeBack(),
    newId: () => newId(Date.now(), crypto.getRandomValues(new Uint8Array(10))),
    selected: () => state.fields.find(({ id }) => id === state.selected) ?? null,
    canUndo: () => done.length > 0 || nudged !== null,
    canRedo: () => undone.length > 0,
    /** Moves a field by some points; the whole way is one step. */
    nudge(field: PlacedField, by: { x: number; y: number }): PlacedField {
      if (frozen()) return field
      const next = within({ ...field, x: field.x + by.x, y: field.y + by.y }, pages)
      if (nudged !== null && nudged.before.id !== field.id) flush()
      if (nudged !== null) clearTimeout(nudged.timer)
      nudged = { before: nudged?.before ?? field, timer: setTimeout(flush, nudgePause) }
      set({ fields: applied(state.fields, [{ act: 'update', before: field, field: next }]) })
      return next
    },
    undo(): boolean {
      flush()
      const step = done.pop()
      if (step === undefined) return false
      undone.push(step)
      send(inverse(step), { said: words.undone })
      return true
    },
    redo(): boolean {
      flush()
      const step = undone.pop()
      if (step === undefined) return false
      done.push(step)
      send(step, { said: words.redone })
      return true
    },
    /** Another page may have placed something while this one was not looked at. */
    async look(): Promise<void> {
      if (nudged !== null || saver.busy() || frozen()) return
      const answer = await fetch(`${given.path}?file=${given.file}`, {
        headers: { accept: 'application/json' },
      }).catch(() => null)
      const isJson = answer?.headers.get('content-type')?.startsWith('application/json') === true
      if (answer?.ok !== true || !isJson || nudged !== null || saver.busy()) return
      const said: { fields: PlacedField[] } = await answer.json()
      settle({ fields: said.fields, problem: null }, true)
    },
  }
}

/** To compare two lists of fields, whatever their order. */
function spelled(fields: PlacedField[]): string {
  const lines = fields.map(({ id, ...rest }) => `${id} ${JSON.stringify(Object.entries(rest).sort())}`)
  return lines.sort().join()
}
