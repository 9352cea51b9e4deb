type Offered = { name: string; organization: string; tel: string; email: string }

const pauseMilliseconds = 200

/**
 * Offers people of the address book while a name is typed: a combobox with a list (ARIA 1.2). What is chosen fills the form, and
 * nothing is chosen unasked. Without this script there is the page to choose from.
 */
export function completePeople(form: HTMLFormElement): void {
  const field = form.querySelector<HTMLInputElement>('input[name="name"]')
  const frame = field?.closest('.field')
  if (field === null || frame === null || frame === undefined) return
  const input = field
  const list = document.createElement('ul')
  list.id = 'people-offered'
  list.className = 'offered'
  list.hidden = true
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', form.dataset.people ?? '')
  const said = document.createElement('p')
  said.className = 'spoken'
  said.setAttribute('role', 'status')
  frame.append(list, said)
  input.setAttribute('role', 'combobox')
  input.setAttribute('aria-autocomplete', 'list')
  input.setAttribute('aria-controls', list.id)
  input.setAttribute('aria-expanded', 'false')
  let offered: Offered[] = []
  let current = -1
  let asked = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function show(people: Offered[], sentence: string): void {
    offered = people
    current = -1
    input.removeAttribute('aria-activedescendant')
    list.replaceChildren(...people.map(line))
    list.hidden = people.length === 0
    input.setAttribute('aria-expanded', String(people.length > 0))
    said.textContent = people.length === 0 ? '' : sentence
  }

  function line(person: Offered, index: number): HTMLLIElement {
    const item = document.createElement('li')
    item.id = `people-offered-${index}`
    item.setAttribute('role', 'option')
    item.setAttribute('aria-selected', 'false')
    const name = document.createElement('strong')
    name.textContent = person.name
    const more = document.createElement('span')
    more.textContent = [person.organization, person.tel || person.email].filter(Boolean).join('・')
    item.append(name, more)
    // The field keeps the focus.
    item.addEventListener('pointerdown', (event) => event.preventDefault())
    item.addEventListener('click', () => choose(person))
    return item
  }

  function mark(index: number): void {
    current = index
    for (const [at, item] of [...list.children].entries()) {
      item.setAttribute('aria-selected', String(at === index))
      if (at === index) item.scrollIntoView({ block: 'nearest' })
    }
    if (index === -1) input.removeAttribute('aria-activedescendant')
    else input.setAttribute('aria-activedescendant', `people-offered-${index}`)
  }

  function choose({ name, organization, tel, email }: Offered): void {
    for (const [key, value] of Object.entries({ name, organization, tel, email })) {
      const each = form.querySelector<HTMLInputElement>(`input[name="${key}"]`)
      if (each !== null) each.value = value
    }
    const how = form.querySelector<HTMLInputElement>(tel === '' ? '#how-mail' : '#how-sms')
    if (how !== null) {
      how.checked = true
      how.dispatchEvent(new Event('change', { bubbles: true }))
    }
    show([], '')
    asked += 1
  }

  async function ask(): Promise<void> {
    const mine = ++asked
    const typed = input.value.trim()
    if (typed === '') return show([], '')
    const answer = await fetch(`/console/contacts/offered?q=${encodeURIComponent(typed)}`, {
      headers: { accept: 'application/json' },
    }).catch(() => null)
    const isJson = answer?.headers.get('content-type')?.startsWith('application/json') === true
    if (answer?.ok !== true || !isJson || mine !== asked) return
    const { contacts, said: sentence } = await answer.json()
    // Whoever has gone on to another field meanwhile must not have a list lie over it.
    if (mine === asked && document.activeElement === input) show(contacts, String(sentence))
  }

  input.addEventListener('input', (event) => {
    if (event instanceof InputEvent && event.isComposing) return
    clearTimeout(timer)
    timer = setTimeout(() => void ask(), pauseMilliseconds)
  })
  input.addEventListener('compositionend', () => void ask())
  input.addEventListener('blur', () => show([], ''))
  input.addEventListener('keydown', (event) => {
    if (event.isComposing || list.hidden) return
    const last = offered.length - 1
    if (event.key === 'ArrowDown') mark(current === last ? 0 : current + 1)
    else if (event.key === 'ArrowUp') mark(current <= 0 ? last : current - 1)
    else if (event.key === 'Escape') show([], '')
    else if (event.key === 'Enter' && current !== -1) {
      const person = offered[current]
      if (person !== undefined) choose(person)
    } else return
    event.preventDefault()
  })
}
