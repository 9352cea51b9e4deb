/** Minutes before the end at which the reader is warned. */
const warnBefore = 3

const minute = 60_000

/** Keeps the session of someone who is active, and warns someone who is not before it ends. */
function watchIdleness(dialog: HTMLDialogElement, stay: HTMLElement): void {
  const idle = Number(dialog.dataset.idleMinutes) * minute
  const stillHere = (): void => {
    fetch(`${dialog.dataset.base}/status`, { headers: { accept: 'application/json' } }).catch(() => undefined)
  }
  let lastAct = Date.now()
  let lastTold = lastAct
  const acted = (): void => {
    lastAct = Date.now()
    if (dialog.open || lastAct - lastTold < idle / 6) return
    lastTold = lastAct
    stillHere()
  }
  for (const type of ['pointerdown', 'keydown', 'scroll', 'touchstart']) {
    addEventListener(type, acted, { passive: true, capture: true })
  }
  const check = (): void => {
    const quiet = Date.now() - lastAct
    // The server knows best what an ended session means: it answers the reload with the page that says so.
    if (quiet > idle) location.reload()
    else if (quiet > idle - warnBefore * minute && !dialog.open) dialog.showModal()
  }
  setInterval(check, 15_000)
  document.addEventListener('visibilitychange', check)
  const goOn = (): void => {
    lastAct = lastTold = Date.now()
    stillHere()
  }
  stay.addEventListener('click', () => dialog.close())
  dialog.addEventListener('close', goOn)
}

const warning = document.querySelector<HTMLDialogElement>('#idle-warning')
const stay = document.querySelector<HTMLElement>('#idle-stay')
// Browsers without <dialog> lose only the warning.
if (warning !== null && stay !== null && 'showModal' in warning) watchIdleness(warning, stay)
