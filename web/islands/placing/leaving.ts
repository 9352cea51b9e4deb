import { onLeaving } from '../page/leaving.ts'
import type { Store } from './store.ts'

/**
 * Nothing is lost by leaving: a link or a form outside the editor goes on when everything is saved. Where that cannot be, or
 * somebody presses once more, the browser asks first. What leaves otherwise sends all that waits as it goes.
 */
export function saveBeforeLeaving(store: Store, editor: HTMLElement): void {
  let holding = false

  function hold(event: Event, goOn: () => void): void {
    // The second press of a double click asks for nothing new.
    const again = event instanceof MouseEvent && event.detail > 1
    if (!store.busy() || (holding && !again)) return
    event.preventDefault()
    event.stopPropagation()
    if (holding) return
    holding = true
    void store.rest().then(() => {
      goOn()
      holding = false
    })
  }

  onLeaving((form) => editor.contains(form), hold)
  addEventListener('beforeunload', (event) => {
    store.flush()
    if (store.busy()) event.preventDefault()
  })
  addEventListener('pagehide', store.leave)
  addEventListener('pageshow', (event) => {
    if (event.persisted) store.comeBack()
  })
}
