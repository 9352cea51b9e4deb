import type { WidgetProblem } from '#web/signing/review-props.ts'
import { element, type Sentences } from '../papers/sentences.ts'
import type { ReviewField } from './field.ts'

const pauseBeforeSaving = 700

export type Autosave = {
  /** Saves what is not saved yet; false when it could not be. */
  flush(): Promise<boolean>
}

/** Keeps what is typed: a moment after the last key, and when the page is left. */
export function startAutosave(form: HTMLFormElement, fields: ReviewField[], sentences: Sentences): Autosave {
  const state = document.querySelector<HTMLElement>('#save-state')
  let timer: ReturnType<typeof setTimeout> | undefined
  let typed = 0
  let kept = 0

  const say = (words: string): void => {
    if (state !== null) state.textContent = words
  }

  const send = (keepalive: boolean): Promise<Response> => {
    const body = new URLSearchParams()
    // A chosen file waits for its own press.
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value)
    return fetch(form.action, { method: 'POST', body, keepalive, headers: { accept: 'application/json' } })
  }

  const save = async (): Promise<boolean> => {
    clearTimeout(timer)
    if (kept === typed) return true
    const saving = typed
    say(sentences.saving)
    try {
      const answer = await send(false)
      // Nothing but 204 is a yes: an ended session leads, by way of a redirect, to a page that is fine in itself.
      if (answer.status === 204) {
        kept = saving
        showProblems(form, fields, [], sentences)
        say(sentences.saved)
        return true
      }
      if (answer.status === 422) {
        showProblems(form, fields, [(await answer.json()) as WidgetProblem], sentences)
        say('')
        return false
      }
      // The session or the document has moved on: the server has a page that says how.
      if (answer.status < 500) location.reload()
    } catch {
      // Offline: said below, and tried again at the next key or press.
    }
    say(sentences.unsaved)
    return false
  }

  form.addEventListener('input', (event) => {
    if ((event.target as HTMLInputElement).type === 'file') return
    typed++
    clearTimeout(timer)
    timer = setTimeout(save, pauseBeforeSaving)
  })
  addEventListener('online', () => void save())
  addEventListener('pagehide', () => {
    if (kept !== typed) send(true).catch(() => undefined)
  })
  return { flush: save }
}

function showProblems(
  form: HTMLFormElement,
  fields: ReviewField[],
  problems: WidgetProblem[],
  sentences: Sentences,
): void {
  for (const old of form.querySelectorAll('.field-error')) old.remove()
  for (const field of fields) {
    const holder = field.input.closest('.field')
    const problem = problems.find((candidate) => candidate.widgetId === field.id)
    holder?.classList.toggle('in-error', problem !== undefined)
    if (problem === undefined) {
      field.input.removeAttribute('aria-invalid')
      continue
    }
    field.input.setAttribute('aria-invalid', 'true')
    holder?.append(element('p', { class: 'field-error', role: 'alert' }, wordsOf(problem, sentences)))
  }
}

function wordsOf(problem: WidgetProblem, sentences: Sentences): string {
  switch (problem.kind) {
    case 'unprintable':
      return sentences.unprintable.replace('{character}', problem.character)
    case 'invisible':
      return sentences.invisible.replace('{character}', problem.character)
    case 'too_long':
      return sentences.tooLong.replace('{most}', String(problem.most))
    case 'does_not_fit':
      return sentences.doesNotFit.replace('{most}', String(problem.most))
  }
}
