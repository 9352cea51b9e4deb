import { onLeaving } from '../page/leaving.ts'
import { refreshParts } from './refresh.ts'

type Words = Record<'saving' | 'saved' | 'unsaved', string>

const pauseMilliseconds = 1_200

/**
 * Saves the form a moment after the last key, and before the page is left by another form or a link of it. What is
 * refused, or was changed by another page, is left to the button: its answer says what to do.
 */
export function saveAsTyped(form: HTMLFormElement): void {
  const words: Words = JSON.parse(form.dataset.words ?? '{}')
  const said = form.querySelector<HTMLElement>('[data-saved]')
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Something was typed that was not sent yet. */
  let touched = false
  let running: Promise<boolean> | null = null

  /** True when everything that was typed is saved. */
  async function save(): Promise<boolean> {
    clearTimeout(timer)
    if (running !== null) await running
    if (!touched) return true
    touched = false
    running = send()
    const saved = await running
    running = null
    return saved && (touched ? save() : true)
  }

  async function send(): Promise<boolean> {
    say(words.saving)
    const sent = new Map([...new FormData(form)].map(([name, value]) => [name, String(value)]))
    const answer = await fetch(form.action, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams([...sent]),
    }).catch(() => null)
    const isJson = answer?.headers.get('content-type')?.startsWith('application/json') === true
    if (answer?.ok !== true || !isJson) {
      touched = true
      say(words.unsaved)
      return false
    }
    const { seen } = await answer.json()
    settle(sent, String(seen))
    say(words.saved)
    return true
  }

  function say(sentence: string): void {
    if (said !== null) said.textContent = sentence
  }

  /** What was sent is what is saved now. */
  function settle(sent: Map<string, string>, seen: string): void {
    const fields = form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
      'input:not([type="checkbox"]), textarea',
    )
    for (const field of fields) {
      if (field.name === 'seen') field.value = seen
      field.defaultValue = field.name === 'seen' ? seen : (sent.get(field.name) ?? field.defaultValue)
    }
  }

  async function saveAndShow(): Promise<void> {
    if (await save()) await refreshParts()
  }

  form.addEventListener('input', () => {
    touched = true
    clearTimeout(timer)
    timer = setTimeout(() => void saveAndShow(), pauseMilliseconds)
  })
  form.addEventListener('submit', () => {
    clearTimeout(timer)
    touched = false
  })

  /** Holds what leaves the page until what was typed is saved. Where it cannot be, the page stays and says so. */
  function holdUntilSaved(event: Event, goOn: () => void): void {
    if (!touched && running === null) return
    event.preventDefault()
    event.stopPropagation()
    void save().then((saved) => {
      if (saved) goOn()
      else form.scrollIntoView()
    })
  }

  onLeaving((other) => other === form, holdUntilSaved)
}
