import { refreshParts } from './refresh.ts'

type Words = Record<'saving' | 'saved' | 'unsaved', string>

const pauseMilliseconds = 1_200

/**
 * Saves the form a moment after the last key, and when it is left. What is refused, or was changed by another page, is
 * left to the button: its answer says what to do.
 */
export function saveAsTyped(form: HTMLFormElement): void {
  const words: Words = JSON.parse(form.dataset.words ?? '{}')
  const said = form.querySelector<HTMLElement>('[data-saved]')
  let timer: ReturnType<typeof setTimeout> | undefined
  let running = false
  let again = false

  const say = (sentence: string) => {
    if (said !== null) said.textContent = sentence
  }

  async function save(): Promise<void> {
    clearTimeout(timer)
    if (running) {
      again = true
      return
    }
    running = true
    say(words.saving)
    const sent = new Map([...new FormData(form)].map(([name, value]) => [name, String(value)]))
    const answer = await fetch(form.action, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams([...sent]),
    }).catch(() => null)
    const isJson = answer?.headers.get('content-type')?.startsWith('application/json') === true
    if (answer?.ok === true && isJson) {
      const { seen } = await answer.json()
      settle(sent, String(seen))
      say(words.saved)
      void refreshParts()
    } else {
      say(words.unsaved)
    }
    running = false
    if (again) {
      again = false
      void save()
    }
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

  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(() => void save(), pauseMilliseconds)
  })
  form.addEventListener('change', () => void save())
  form.addEventListener('submit', () => clearTimeout(timer))
}
