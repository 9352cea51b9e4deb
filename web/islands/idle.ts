/** Minutes before the end at which the reader is warned. */
const warnBefore = 3

const minute = 60_000

/** So often an active reader is told of: seldom at first, each minute once the session is old or about to be. */
const tellEvery = { young: 5 * minute, old: minute }

/** Keeps the session of someone who is active, and warns someone who is not before it ends. */
function watchIdleness(dialog: HTMLDialogElement, stay: HTMLElement): void {
  const idle = Number(dialog.dataset.idleMinutes) * minute
  const idleWhenOld = Number(dialog.dataset.idleMinutesOld) * minute
  const oldAt = Date.now() + Number(dialog.dataset.oldIn) * 1000
  const stillHere = (): void => {
    fetch(`${dialog.dataset.base}/status`, { headers: { accept: 'application/json' } }).catch(() => undefined)
  }
  let lastAct = Date.now()
  let lastTold = lastAct
  /** The server's rule: `sessionIsAlive` of `domain/signing-session.ts`. */
  const endsAt = (): number => Math.min(lastAct + idle, Math.max(oldAt, lastAct + idleWhenOld))
  const acted = (): void => {
    lastAct = Date.now()
    const pause = lastAct > oldAt - tellEvery.young - minute ? tellEvery.old : tellEvery.young
    if (dialog.open || lastAct - lastTold < pause) return
    lastTold = lastAct
    stillHere()
  }
  for (const type of ['pointerdown', 'keydown', 'scroll', 'touchstart']) {
    addEventListener(type, acted, { passive: true, capture: true })
  }
  const check = (): void => {
    const left = endsAt() - Date.now()
    // The server knows best what an ended session means: it answers the reload with the page that says so.
    if (left < 0) location.reload()
    else if (left < warnBefore * minute && !dialog.open) dialog.showModal()
  }
  setInterval(check, 15_000)
  document.addEventListener('visibilitychange', check)
  addEventListener('pageshow', check)
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
