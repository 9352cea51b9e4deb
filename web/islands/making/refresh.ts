/** Fetches the page anew and puts its live parts in the place of those that stand here; forms keep what is typed. */
export async function refreshParts(): Promise<void> {
  const answer = await fetch(location.pathname, { headers: { accept: 'text/html' } }).catch(() => null)
  if (answer === null || !answer.ok || answer.redirected) return location.reload()
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
  for (const part of document.querySelectorAll<HTMLElement>('[data-live]')) {
    const next = fresh.querySelector(`[data-live="${part.dataset.live}"]`)
    // Whoever has the focus there goes on where they are.
    if (next === null || part.contains(document.activeElement) || part.isEqualNode(next)) continue
    part.replaceWith(document.importNode(next, true))
  }
  document.dispatchEvent(new Event('parts-refreshed'))
  const form = document.querySelector<HTMLFormElement>('form[data-autosave]')
  const freshForm = fresh.querySelector<HTMLFormElement>('form[data-autosave]')
  if (form !== null && freshForm !== null && !isTouched(form)) takeOver(form, freshForm)
}

/** Something was typed that is not saved yet. */
function isTouched(form: HTMLFormElement): boolean {
  return fieldsOf(form).some((each) => each.value !== each.defaultValue)
}

/** The server may have proposed a title. */
function takeOver(form: HTMLFormElement, fresh: HTMLFormElement): void {
  const values = new Map(fieldsOf(fresh).map((each) => [each.name, each.defaultValue]))
  for (const field of fieldsOf(form)) {
    const value = values.get(field.name) ?? field.value
    field.defaultValue = value
    field.value = value
  }
}

function fieldsOf(form: HTMLFormElement): (HTMLInputElement | HTMLTextAreaElement)[] {
  return Array.from(
    form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input:not([type="checkbox"]), textarea'),
  )
}
