import type { Reading } from './reading.ts'
import type { Viewer } from './viewer.ts'

/** Until the end was on the screen, the way on stands in the place of the consent button. */
export function runReadBar(reading: Reading, viewer: Viewer | null): void {
  const group = document.querySelector<HTMLElement>('#reading-on')
  const on = document.querySelector<HTMLButtonElement>('#read-on')
  const place = document.querySelector<HTMLElement>('#read-place')
  const end = document.querySelector<HTMLButtonElement>('#read-end')
  const consent = document.querySelector<HTMLButtonElement>('#consent')
  const state = document.querySelector<HTMLElement>('#bar-state')
  if (group === null || on === null || place === null || end === null || consent === null || state === null)
    return

  const show = (): void => {
    const had = group.contains(document.activeElement)
    // Without the viewer nobody knows what is on the screen: the PDF is read elsewhere.
    const reads = viewer !== null && reading.possible && !reading.finished
    group.hidden = !reads
    consent.hidden = state.hidden = reads
    const { page, pages } = reading.place()
    place.textContent = (place.dataset.words ?? '')
      .replace('{page}', `${page}`)
      .replace('{pages}', `${pages}`)
    // Whoever read on by keyboard stands at the button that has come in its place.
    if (had && !reads) consent.focus({ preventScroll: true })
  }
  if (viewer !== null) {
    on.addEventListener('click', () => void reading.readOn(viewer))
    end.addEventListener('click', () => void reading.toTheEnd(viewer))
  }
  reading.onChange(show)
  show()
}
