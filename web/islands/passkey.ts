/**
 * Asks the browser for a passkey and puts its answer into the form, which is then sent like any other. The form says what
 * is asked (`data-options`, the JSON of WebAuthn) and which: `get` one that is there, or `create` one.
 */
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-passkey]')) prepare(form)

function prepare(form: HTMLFormElement): void {
  const button = form.querySelector<HTMLButtonElement>('button[data-ask]')
  const answer = form.querySelector<HTMLInputElement>('input[data-answer]')
  const problem = form.querySelector<HTMLElement>('[data-problem]')
  if (button === null || answer === null) return
  if (window.PublicKeyCredential === undefined) {
    for (const rest of form.querySelectorAll<HTMLElement>('[data-without]')) rest.classList.add('needed')
    return
  }
  button.hidden = false
  for (const rest of form.querySelectorAll<HTMLElement>('[data-without]')) rest.hidden = true
  const ask = async () => {
    if (problem !== null) problem.hidden = true
    button.disabled = true
    try {
      const options: Options = JSON.parse(form.dataset.options ?? '{}')
      answer.value = JSON.stringify(
        form.dataset.passkey === 'create' ? await create(options) : await get(options),
      )
      form.submit()
    } catch {
      if (problem !== null) problem.hidden = false
      button.disabled = false
      button.focus()
    }
  }
  button.addEventListener('click', () => void ask())
  // Enter in the field of the name: the same as the button.
  form.addEventListener('submit', (event) => {
    if (form.dataset.passkey !== 'create') return
    event.preventDefault()
    void ask()
  })
}

type Listed = { id: string; type: 'public-key' }
type Options = {
  challenge: string
  rpId?: string
  rp: { id: string; name: string }
  user: { id: string; name: string; displayName: string }
  pubKeyCredParams: PublicKeyCredentialParameters[]
  timeout: number
  userVerification: UserVerificationRequirement
  authenticatorSelection: AuthenticatorSelectionCriteria
  allowCredentials?: Listed[]
  excludeCredentials?: Listed[]
}

async function get(options: Options) {
  const { rpId, timeout, userVerification, allowCredentials = [] } = options
  const made = await navigator.credentials.get({
    publicKey: {
      ...(rpId === undefined ? {} : { rpId }),
      ...{ timeout, userVerification },
      challenge: bytesOf(options.challenge),
      allowCredentials: allowCredentials.map(listed),
    },
  })
  if (!(made instanceof PublicKeyCredential)) throw new Error('no passkey')
  const { response } = made
  if (!(response instanceof AuthenticatorAssertionResponse)) throw new Error('no passkey')
  return {
    ...common(made),
    response: {
      clientDataJSON: textOf(response.clientDataJSON),
      authenticatorData: textOf(response.authenticatorData),
      signature: textOf(response.signature),
      ...(response.userHandle === null ? {} : { userHandle: textOf(response.userHandle) }),
    },
  }
}

async function create(options: Options) {
  const { rp, user, pubKeyCredParams, timeout, authenticatorSelection, excludeCredentials = [] } = options
  const made = await navigator.credentials.create({
    publicKey: {
      ...{ rp, pubKeyCredParams, timeout, authenticatorSelection },
      user: { ...user, id: bytesOf(user.id) },
      challenge: bytesOf(options.challenge),
      excludeCredentials: excludeCredentials.map(listed),
    },
  })
  if (!(made instanceof PublicKeyCredential)) throw new Error('no passkey')
  const { response } = made
  if (!(response instanceof AuthenticatorAttestationResponse)) throw new Error('no passkey')
  return {
    ...common(made),
    response: {
      clientDataJSON: textOf(response.clientDataJSON),
      attestationObject: textOf(response.attestationObject),
      transports: response.getTransports?.() ?? [],
    },
  }
}

const common = ({ id, rawId, type }: PublicKeyCredential) => ({
  ...{ id, type, rawId: textOf(rawId), clientExtensionResults: {} },
})

function listed({ id, type }: Listed): PublicKeyCredentialDescriptor {
  return { type, id: bytesOf(id) }
}

/** base64url, both ways. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))
}

function textOf(bytes: ArrayBuffer): string {
  const letters = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join('')
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
