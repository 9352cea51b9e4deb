/** Asks every few seconds how far the recipient is, while the page is seen, and says so. A QR code that was read goes. */
type Answer = { state: string; sentence: string; next: { href: string; words: string } | null }

const pauseMilliseconds = 2_500

const card = document.querySelector<HTMLElement>('[data-handed]')
const said = card?.querySelector<HTMLElement>('.handed-state') ?? null
if (card !== null && said !== null) {
  for (const look of card.querySelectorAll<HTMLElement>('.handed-look')) look.hidden = true
  void watch(card, said)
}

async function watch(card: HTMLElement, said: HTMLElement): Promise<void> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds))
    if (document.visibilityState !== 'visible') continue
    const answer = await ask(card.dataset.handed ?? '')
    if (answer === null) continue
    if (said.dataset.state !== answer.state) {
      said.dataset.state = answer.state
      said.textContent = answer.sentence
    }
    // Whoever stands behind them must not read it, too.
    const qr = card.querySelector<HTMLElement>('.handed-qr')
    if (qr !== null) qr.hidden = answer.state !== 'waiting'
    if (answer.state === 'consented' || answer.state === 'ended') {
      end(card, answer)
      return
    }
  }
}

async function ask(address: string): Promise<Answer | null> {
  const answer = await fetch(address, { headers: { accept: 'application/json' } }).catch(() => null)
  const isJson = answer?.headers.get('content-type')?.startsWith('application/json') === true
  return answer?.ok === true && isJson ? answer.json() : null
}

/** The URL is of no use any more; what comes next is the page's one act. */
function end(card: HTMLElement, { next }: Answer): void {
  for (const part of card.querySelectorAll<HTMLElement>('.field, .note')) part.hidden = true
  if (next === null) return
  const link = document.createElement('a')
  link.className = 'button primary'
  link.href = next.href
  link.textContent = next.words
  card.append(link)
}
