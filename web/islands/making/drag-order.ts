/** Recipients dragged into another order. The buttons do the same, so this is for the mouse alone. */
export function dragIntoOrder(list: HTMLElement, changed: () => Promise<void>): void {
  const lines = () => Array.from(list.querySelectorAll<HTMLElement>('li[data-person]'))
  let dragged: HTMLElement | null = null

  for (const line of lines()) line.draggable = lines().length > 1

  list.addEventListener('dragstart', (event) => {
    dragged = lineOf(event.target)
    if (dragged === null || event.dataTransfer === null) return
    event.dataTransfer.effectAllowed = 'move'
    event.dataTransfer.setData('text/plain', '')
    dragged.classList.add('dragged')
  })
  list.addEventListener('dragover', (event) => {
    const over = lineOf(event.target)
    if (dragged === null || over === null || over === dragged) return
    event.preventDefault()
    const { top, height } = over.getBoundingClientRect()
    const behind = event.clientY > top + height / 2
    over.parentElement?.insertBefore(dragged, behind ? over.nextElementSibling : over)
  })
  list.addEventListener('dragend', () => {
    dragged?.classList.remove('dragged')
    if (dragged !== null) void save()
    dragged = null
  })

  async function save(): Promise<void> {
    const order = lines()
      .map((line) => line.dataset.person ?? '')
      .join()
    await fetch(list.dataset.order ?? '', {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams({ form_token: list.dataset.token ?? '', order }),
    }).catch(() => null)
    // What is saved is shown, whatever became of it.
    await changed()
  }
}

function lineOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('li[data-person]') : null
}
