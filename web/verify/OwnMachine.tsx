import type { JSX } from 'preact'
import type { Words } from './words.ts'

/** How to check without this server: for those who would rather not send a contract to anybody. */
export function OwnMachine({ sha256, words }: { sha256: string; words: Words }): JSX.Element {
  const own = words.ownMachine
  return (
    <details class="by-hash own-machine">
      <summary>{own.title}</summary>
      <p class="note">{own.lead}</p>
      <a class="button quiet" href="/verify/musubi-verify.mjs" download>
        {own.button}
      </a>
      <dl class="facts">
        <div>
          <dt>{own.hash}</dt>
          <dd>
            <code>{sha256}</code>
          </dd>
        </div>
        <div>
          <dt>{own.command}</dt>
          <dd>
            <code>node musubi-verify.mjs contract.pdf certificate.pdf</code>
          </dd>
        </div>
      </dl>
    </details>
  )
}
