/** Runs the calls of the reference on the evaluation server. Nothing is sent before somebody presses the button. */
const held = 'musubi-reference-client-id'
const page = document.body.dataset
let token: { value: string; until: number; of: string } | null = null

function rememberClientId(): void {
  const field = document.querySelector<HTMLInputElement>('#client-id')
  if (field === null) return
  field.value = sessionStorage.getItem(held) ?? ''
  field.addEventListener('input', () => sessionStorage.setItem(held, field.value.trim()))
  field.form?.addEventListener('submit', (event) => event.preventDefault())
}

async function tokenOf(clientId: string): Promise<Response | string> {
  if (token !== null && token.of === clientId && token.until > Date.now()) return token.value
  const answer = await fetch('/token', { method: 'POST', body: new URLSearchParams({ client_id: clientId }) })
  if (!answer.ok) return answer
  const { access_token: value, expires_in: seconds } = await answer.json()
  token = { value, until: Date.now() + (seconds - 30) * 1000, of: clientId }
  return value
}

/** Empty fields are not given. */
function requestOf(form: HTMLFormElement): { path: string; init: RequestInit } {
  const { method = 'GET', as = 'form' } = form.dataset
  let path = form.dataset.path ?? '/'
  const given: [string, string | File][] = []
  new FormData(form).forEach((value, name) => {
    if (path.includes(`{${name}}`)) path = path.replace(`{${name}}`, encodeURIComponent(String(value)))
    else if (typeof value === 'string' ? value !== '' : value.size > 0) given.push([name, value])
  })
  const texts = given.map(([name, value]) => [name, String(value)])
  if (method === 'GET')
    return { path: given.length > 0 ? `${path}?${new URLSearchParams(texts)}` : path, init: {} }
  if (as === 'multipart') {
    const body = new FormData()
    for (const [name, value] of given) body.append(name, value)
    return { path, init: { method, body } }
  }
  if (as === 'json') {
    const headers = { 'content-type': 'application/json' }
    return { path, init: { method, headers, body: JSON.stringify(Object.fromEntries(texts.map(asJson))) } }
  }
  return { path, init: { method, body: new URLSearchParams(texts) } }
}

/** `null`, lists and numbers are typed as JSON writes them; everything else is text. */
function asJson([name = '', text = '']: string[]): [string, unknown] {
  if (!/^(null|-?\d+|\[.*\])$/s.test(text)) return [name, text]
  try {
    return [name, JSON.parse(text)]
  } catch {
    return [name, text]
  }
}

async function run(form: HTMLFormElement): Promise<Response | string> {
  const { path, init } = requestOf(form)
  if (form.dataset.token === 'no') return fetch(path, init)
  const clientId = sessionStorage.getItem(held) ?? ''
  if (clientId === '') {
    document.querySelector('#prepare')?.scrollIntoView({ block: 'center' })
    document.querySelector<HTMLInputElement>('#client-id')?.focus({ preventScroll: true })
    return page.noClientId ?? ''
  }
  const bearer = await tokenOf(clientId)
  if (typeof bearer !== 'string') return bearer
  return fetch(path, { ...init, headers: { ...init.headers, authorization: `Bearer ${bearer}` } })
}

async function show(form: HTMLFormElement): Promise<void> {
  const output = form.querySelector('output')
  const outcome = output?.querySelector('.outcome')
  const body = output?.querySelector('pre')
  if (!output || !outcome || !body) return
  const tell = (words: string, text = '') => {
    outcome.textContent = words
    body.textContent = text
    body.hidden = text === ''
    output.hidden = false
  }
  tell(page.sending ?? '')
  try {
    const answer = await run(form)
    if (typeof answer === 'string') tell(answer)
    else tell(`${answer.status} ${answer.statusText}`, await textOf(answer))
  } catch {
    tell(page.unreachable ?? '')
  }
}

async function textOf(answer: Response): Promise<string> {
  const type = answer.headers.get('content-type') ?? ''
  if (type.startsWith('application/json')) return JSON.stringify(await answer.json(), null, 2)
  const { size } = await answer.blob()
  return size === 0 ? '' : `${type} (${size.toLocaleString('en')} bytes)`
}

rememberClientId()
document.addEventListener('submit', (event) => {
  const form = event.target
  if (!(form instanceof HTMLFormElement) || form.dataset.path === undefined) return
  event.preventDefault()
  show(form)
})
