import { usualSize } from '#domain/widget-size.ts'
import { oncePerFrame } from '../papers/near-middle.ts'
import { element } from '../papers/sentences.ts'
import { scaleOf } from './sheets.ts'
import type { Store } from './store.ts'

/** What would be placed follows the mouse, in its size. */
export function showGhost(desk: HTMLElement, store: Store): void {
  const ghost = element('div', { class: 'field-ghost', 'aria-hidden': 'true' })
  ghost.hidden = true
  let at = { x: 0, y: 0, scale: 1 }
  const show = oncePerFrame(() => {
    const { armed, party } = store.state()
    if (armed === null || ghost.hidden) return
    const { w, h } = usualSize[armed]
    const look = store.given.parties.find(({ id }) => id === party)?.look ?? ''
    ghost.className = `field-ghost ${armed} ${look}`
    const [width, height] = [w * at.scale, h * at.scale]
    ghost.style.width = `${width}px`
    ghost.style.height = `${height}px`
    ghost.style.transform = `translate(${at.x - width / 2}px, ${at.y - height / 2}px)`
  })
  document.body.append(ghost)
  desk.addEventListener('pointermove', (event) => {
    if (event.pointerType !== 'mouse') return
    const sheet = event.target instanceof Element ? event.target.closest<HTMLElement>('.paper') : null
    ghost.hidden = store.state().armed === null || sheet === null
    at = { x: event.clientX, y: event.clientY, scale: scaleOf(sheet) }
    show()
  })
  desk.addEventListener('pointerleave', () => {
    ghost.hidden = true
  })
  store.listen(({ armed }) => {
    if (armed === null) ghost.hidden = true
  })
}
