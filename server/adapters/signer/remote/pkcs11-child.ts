import { type Pkcs11Answer, type Pkcs11Call, Pkcs11Failed } from './pkcs11-calls.ts'
import { createSession } from './pkcs11-session.ts'

/**
 * The process that holds the library of a security module and nothing else. One call after the other; after a failure it ends,
 * so that the next one begins with a fresh library, session and login.
 */
const sign = createSession()

process.on('message', (call: Pkcs11Call) => {
  sign(call).then(
    (signature) => answer({ signature }),
    (error: unknown) => {
      const failed =
        error instanceof Pkcs11Failed ? error : new Pkcs11Failed('failed', 'the library could not be called')
      answer({ trouble: failed.trouble, detail: failed.message }, () => process.exit(0))
    },
  )
})
process.on('disconnect', () => process.exit(0))

function answer(what: Pkcs11Answer, then: () => void = () => undefined): void {
  process.send?.(what, then)
}
