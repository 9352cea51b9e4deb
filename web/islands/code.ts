import { codeWhileTyping } from '#domain/typed-code.ts'
import { rewriteWhileTyping } from './typing/half-width.ts'
import { submitOnce } from './typing/submit-once.ts'

/** WebOTP: the browser reads the code from the SMS whose last line names this host. */
function fillFromSms(code: HTMLInputElement): void {
  if (!('OTPCredential' in window)) return
  const stop = new AbortController()
  code.form?.addEventListener('submit', () => stop.abort())
  const request = { otp: { transport: ['sms'] }, signal: stop.signal } as CredentialRequestOptions
  navigator.credentials.get(request).then(
    (credential) => {
      const received = (credential as unknown as { code?: string } | null)?.code
      if (received !== undefined) code.value = received
    },
    () => undefined, // Declined or not possible: the field is typed into as before.
  )
}

/** The countdown to 再送 in words; the button stays in reach and only waits. */
function countDown(state: HTMLElement, text: HTMLElement, button: HTMLButtonElement): void {
  const call = document.querySelector<HTMLElement>('#call')
  const until = performance.now() + Number(state.dataset.seconds) * 1000
  button.form?.addEventListener('submit', (event) => {
    if (button.getAttribute('aria-disabled') === 'true') event.preventDefault()
  })
  let over = false
  state.addEventListener('musubi:ready', () => {
    over = true
    tick()
  })
  const tick = (): void => {
    const left = over ? 0 : Math.ceil((until - performance.now()) / 1000)
    if (left > 0) {
      button.setAttribute('aria-disabled', 'true')
      text.textContent = (state.dataset.waiting ?? '').replace('{seconds}', String(left))
      setTimeout(tick, 1000)
    } else {
      button.removeAttribute('aria-disabled')
      if (call !== null) call.hidden = false
      text.textContent = state.dataset.ready ?? ''
    }
  }
  tick()
}

/** It did not arrive: what helps stands beside the news, another may be asked for now, and that is the first thing to do. */
function offerWhatHelps(line: HTMLElement): void {
  const help = document.querySelector<HTMLElement>('#not-arrived')
  const resend = document.querySelector<HTMLElement>('#resend-form')
  const state = document.querySelector<HTMLElement>('#resend-state')
  if (help === null || resend === null || state === null) return
  help.hidden = false
  line.after(help, resend)
  state.dataset.ready = state.dataset.again ?? ''
  state.dispatchEvent(new Event('musubi:ready'))
  putFirst('#resend', '#enter')
}

/** It has arrived after all. */
function takeHelpAway(): void {
  document.querySelector('#not-arrived')?.setAttribute('hidden', '')
  putFirst('#enter', '#resend')
}

function putFirst(first: string, then: string): void {
  document.querySelector(first)?.classList.replace('quiet', 'primary')
  document.querySelector(then)?.classList.replace('primary', 'quiet')
}

/** Asks how the SMS fares, ever more seldom, until it has arrived; a late arrival is told, too. */
function followDelivery(line: HTMLElement): void {
  let pause = 2000
  const ask = async (): Promise<void> => {
    try {
      const answer = await fetch(`${line.dataset.base}/status`, { headers: { accept: 'application/json' } })
      const { delivery } = (await answer.json()) as { delivery?: string }
      if (delivery !== undefined && delivery !== line.dataset.state && line.dataset[delivery] !== undefined) {
        line.className = `delivery ${delivery}`
        line.dataset.state = delivery
        line.textContent = line.dataset[delivery] ?? ''
        if (delivery === 'undelivered' || delivery === 'failed') offerWhatHelps(line)
        else if (delivery === 'delivered') takeHelpAway()
      }
    } catch {
      // Offline for a moment: the next question may get through.
    }
    pause = Math.min(pause * 1.5, 15_000)
    again()
  }
  const again = (): void => {
    if (line.dataset.state !== 'delivered') setTimeout(ask, pause)
  }
  again()
}

const code = document.querySelector<HTMLInputElement>('#code')
const delivery = document.querySelector<HTMLElement>('#delivery')
const state = document.querySelector<HTMLElement>('#resend-state')
const text = document.querySelector<HTMLElement>('#resend-text')
const button = document.querySelector<HTMLButtonElement>('#resend')
submitOnce()
if (code !== null) {
  rewriteWhileTyping(code, codeWhileTyping)
  fillFromSms(code)
}
if (state !== null && text !== null && button !== null) countDown(state, text, button)
if (delivery !== null) followDelivery(delivery)
