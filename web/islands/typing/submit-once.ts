/** After so long a lost request may be sent again. */
const patience = 10_000

/**
 * A form goes out once, however often its button is tapped: the second request would find the first one's code used
 * and its session ended, while the browser has already dropped the answer that brought the new one.
 */
export function submitOnce(): void {
  let sent: EventTarget | null = null
  document.addEventListener('submit', (event) => {
    if (event.defaultPrevented) return
    if (sent === event.target) {
      event.preventDefault()
      return
    }
    sent = event.target
    setTimeout(() => {
      sent = null
    }, patience)
  })
  // Back may show this very page again, as it was left.
  addEventListener('pageshow', () => {
    sent = null
  })
}
