import type { JSX } from 'preact'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { type ConsoleChrome, ConsoleLayout, sectionsFor } from '../frame/ConsoleLayout.tsx'
import { schemes } from '../frame/display-choice.ts'
import { Switch } from '../frame/Switch.tsx'
import { sectionKeys } from '../frame/section-keys.ts'
import { displayWordsIn } from '../words/display-words.ts'
import { wordsIn } from '../words/words.ts'

export type DisplayPageProps = { chrome: ConsoleChrome; saved: boolean }

/** How this browser shows the console: its colours, and what keys do. `?` shows the list of keys in a sheet. */
export function DisplayPage({ chrome, saved }: DisplayPageProps): JSX.Element {
  const words = displayWordsIn(chrome.lang)
  return (
    <ConsoleLayout chrome={chrome} title={words.title} section={null}>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      {saved ? (
        <Notice kind="success" live>
          {words.saved}
        </Notice>
      ) : null}
      <form method="post" action="/console/display" class="settings">
        <FormToken value={chrome.formToken} />
        <fieldset class="card">
          <legend>{words.scheme}</legend>
          <div class="schemes">
            {schemes.map((each) => (
              <label key={each}>
                <input
                  type="radio"
                  name="scheme"
                  value={each}
                  checked={each === chrome.scheme}
                  aria-describedby="scheme-hint"
                />
                {words.schemes[each]}
              </label>
            ))}
          </div>
          <p class="hint" id="scheme-hint">
            {words.schemeHint}
          </p>
        </fieldset>
        <fieldset class="card">
          <legend>{words.keys}</legend>
          <Switch name="keys" on={chrome.keys} label={words.keysSwitch} hint={words.keysHint} />
        </fieldset>
        <div class="save-bar">
          <Button>{words.button}</Button>
        </div>
      </form>
      <section class="settings">
        <div class="card" id="key-list" data-close={words.close}>
          <h2>{words.caption}</h2>
          <KeyTable chrome={chrome} />
        </div>
      </section>
    </ConsoleLayout>
  )
}

function KeyTable({ chrome }: Pick<DisplayPageProps, 'chrome'>): JSX.Element {
  const words = displayWordsIn(chrome.lang)
  const names = wordsIn(chrome.lang).layout
  const rows: { keys: string[]; does: string }[] = [
    { keys: ['/'], does: words.search },
    { keys: ['n'], does: words.create },
    { keys: ['j'], does: words.next },
    { keys: ['k'], does: words.previous },
    { keys: ['Enter'], does: words.open },
    ...sectionsFor(chrome).map((each) => ({ keys: ['g', sectionKeys[each]], does: words.goTo(names[each]) })),
    { keys: ['?'], does: words.help },
  ]
  return (
    <table class="keys">
      <caption class="spoken">{words.caption}</caption>
      <thead class="spoken">
        <tr>
          <th scope="col">{words.columns.key}</th>
          <th scope="col">{words.columns.does}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ keys: [first, second], does }) => (
          <tr key={does}>
            <th scope="row">
              <kbd>{first}</kbd>
              {second === undefined ? null : (
                <>
                  <span class="note"> {words.behind} </span>
                  <kbd>{second}</kbd>
                </>
              )}
            </th>
            <td>{does}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
