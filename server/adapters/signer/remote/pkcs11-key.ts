import { type ChildProcess, fork } from 'node:child_process'
import { KeyUnavailable } from '#server/usecases/refused.ts'
import { integer, nothing, octets, oid, sequence } from '../der.ts'
import { KeyRefused } from '../pem-signer.ts'
import type { Pkcs11Answer, Pkcs11Call, Pkcs11Place, Pkcs11Trouble } from './pkcs11-calls.ts'
import type { RemoteKey } from './remote-signer.ts'

export type Pkcs11Options = {
  place: Pkcs11Place
  pin: string
  childScript: string
  /** What the library may want of the environment; none of our own secrets. */
  environment: Record<string, string | undefined>
  timeoutMs?: number
}

/**
 * A key in a security module, by PKCS#11. Its library is foreign machine code that may hang or crash, and a call that hangs could
 * not be ended in this process: so a child of its own holds it, which is killed when it takes too long (decision 62).
 */
export function createPkcs11Key(options: Pkcs11Options): RemoteKey {
  const { place, pin } = options
  const child = createChild(options)
  let wrongPin: Pkcs11Answer | null = null
  // Asked where the turn has come: whoever waited behind a wrong PIN does not try it once more.
  const ask = inTurn(async (call) => {
    if (wrongPin !== null) return wrongPin
    const answer = await child(call)
    if ('trouble' in answer && answer.trouble === 'pin') wrongPin = answer
    return answer
  })
  const name = `the token ${place.token ?? place.serial ?? 'of SIGNING_PKCS11'}`

  return {
    name,
    async sign({ algorithm, digest }) {
      const rsa = algorithm === 'rsa-sha256'
      const data = rsa ? digestInfo(digest) : digest
      const call: Pkcs11Call = { ...place, pin, mechanism: rsa ? 'rsa' : 'ecdsa', data }
      // A session that was lost, or a login, is there again with the next child.
      const first = await ask(call)
      const answer = 'trouble' in first && first.trouble === 'lost' ? await ask(call) : first
      if ('trouble' in answer) throw asOurs(answer, name)
      return rsa ? answer.signature : derOf(answer.signature)
    },
  }
}

const refusals: Partial<Record<Pkcs11Trouble, [KeyRefused['code'], string]>> = {
  no_library: ['key_unreadable', 'run npm ci without --omit=optional'],
  no_module: ['key_unreadable', "let module-path in SIGNING_PKCS11 be the path of the module's library"],
  several_tokens: ['key_unreadable', 'name one in SIGNING_PKCS11 by token= or serial='],
  pin: ['key_unreadable', 'put the right PIN into SIGNING_PKCS11_PIN; it is not tried again before'],
  no_key: ['key_not_there', 'let object= or id= in SIGNING_PKCS11 name a private key of the token'],
  several_keys: ['key_not_there', 'name one in SIGNING_PKCS11 by object= or id='],
}

function asOurs({ trouble, detail }: { trouble: Pkcs11Trouble; detail: string }, name: string): Error {
  const refusal = refusals[trouble]
  if (refusal !== undefined) {
    return new KeyRefused(refusal[0], `SIGNING_PKCS11: ${name} cannot sign (${detail}); ${refusal[1]}.`)
  }
  const code = trouble === 'lost' ? 'logged_out' : trouble === 'no_token' ? 'no_token' : 'failed'
  return new KeyUnavailable(code, `${name} does not sign: ${detail}`)
}

/** PKCS #1 v1.5 signs which hash it is together with the hash (RFC 8017 §9.2). */
function digestInfo(digest: Uint8Array): Uint8Array {
  return sequence(sequence(oid('2.16.840.1.101.3.4.2.1'), nothing()), octets(digest))
}

/** PKCS#11 writes both numbers one behind the other, X.509 as a SEQUENCE. */
function derOf(raw: Uint8Array): Uint8Array {
  const half = raw.length / 2
  return sequence(integer(raw.subarray(0, half)), integer(raw.subarray(half)))
}

type Ask = (call: Pkcs11Call) => Promise<Pkcs11Answer>

/** A session carries one signature at a time. */
function inTurn(ask: Ask): Ask {
  let last: Promise<unknown> = Promise.resolve()
  return (call) => {
    const answer = last.then(() => ask(call))
    last = answer.catch(() => undefined)
    return answer
  }
}

/** Begins a child when there is none, and ends one that hangs. */
function createChild({ childScript, environment, timeoutMs = 10_000 }: Pkcs11Options): Ask {
  let child: ChildProcess | null = null

  function begin(): ChildProcess {
    const begun = fork(childScript, [], {
      env: environment,
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    begun.once('exit', () => {
      if (child === begun) child = null
    })
    // An idle one keeps nobody from ending; it ends with the line to us.
    begun.unref()
    begun.channel?.unref()
    return begun
  }

  return (call) =>
    new Promise((resolve, reject) => {
      child ??= begin()
      const asked = child
      const settle = (how: () => void) => {
        clearTimeout(patience)
        asked.off('message', answered).off('exit', ended).off('error', ended)
        how()
      }
      const answered = (answer: Pkcs11Answer) => {
        // It ends by itself after a failure.
        if ('trouble' in answer && child === asked) child = null
        settle(() => resolve(answer))
      }
      const ended = () => {
        // One that could not even begin never exits.
        if (child === asked) child = null
        settle(() =>
          reject(new KeyUnavailable('failed', "the process with the module's library ended unexpectedly")),
        )
      }
      const patience = setTimeout(() => {
        if (child === asked) child = null
        settle(() =>
          reject(new KeyUnavailable('timed_out', `the module did not answer within ${timeoutMs} ms`)),
        )
        asked.kill('SIGKILL')
      }, timeoutMs)
      asked.once('message', answered).once('exit', ended).once('error', ended)
      asked.send(call, (error) => {
        if (error !== null) ended()
      })
    })
}
