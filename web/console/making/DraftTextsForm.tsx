import type { JSX } from 'preact'
import { sightOfTexts } from '#domain/draft-sight.ts'
import { FormToken } from '#web/signing/FormToken.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Choices } from '../frame/Choices.tsx'
import { TextArea } from '../frame/TextArea.tsx'
import type { DraftPageProps, DraftTexts } from './draft-page-props.ts'
import { draftWords } from './draft-words.ts'

/** Title, message, note and switches of a draft. The island saves them as they are typed. */
export function DraftTextsForm(props: DraftPageProps): JSX.Element {
  const { chrome, document, refusedTexts: refused, privateDocuments } = props
  const words = draftWords(chrome.lang).texts
  const shown: DraftTexts = refused?.typed ?? document
  const problem = (name: string) => refused?.problems[name] ?? null
  const island = { saving: words.saving, saved: words.saved, unsaved: words.unsaved }
  return (
    <section class="card" id="texts" aria-labelledby="texts-heading">
      <h2 id="texts-heading">{words.title}</h2>
      <form
        method="post"
        action={`/console/documents/${document.id}/draft`}
        class="draft-texts"
        novalidate
        data-autosave
        data-words={JSON.stringify(island)}
      >
        <FormToken value={chrome.formToken} />
        <input type="hidden" name="seen" value={sightOfTexts(document)} />
        {refused?.changed === true ? <Changed {...props} typed={refused.typed} /> : null}
        <Field
          id="title"
          name="title"
          label={words.name}
          hint={words.nameHint}
          error={problem('title')}
          value={shown.title}
          autocomplete="off"
        />
        <TextArea
          id="message"
          name="message"
          label={words.message}
          hint={words.messageHint}
          error={problem('message')}
          value={shown.message}
          rows={3}
        />
        <TextArea
          id="note"
          name="note"
          label={words.note}
          hint={words.noteHint}
          error={problem('note')}
          value={shown.note}
          rows={2}
        />
        <Choices
          legend={words.settings}
          hint={problem('private')}
          choices={[
            {
              name: 'can_transfer',
              label: words.transfer,
              hint: words.transferHint,
              checked: shown.canTransfer,
            },
            ...(privateDocuments || shown.private
              ? [{ name: 'private', label: words.private, hint: words.privateHint, checked: shown.private }]
              : []),
          ]}
        />
        <div class="save-line">
          <Button kind="quiet">{words.button}</Button>
          <span class="note" data-saved aria-live="polite" />
        </div>
      </form>
    </section>
  )
}

/** Says what another page has saved, beside what was typed here. */
function Changed({ chrome, document, typed }: DraftPageProps & { typed: DraftTexts }): JSX.Element {
  const words = draftWords(chrome.lang).texts
  const texts: [string, string, string][] = [
    [words.name, document.title, typed.title],
    [words.message, document.message, typed.message],
    [words.note, document.note, typed.note],
  ]
  const different = texts.filter(([, saved, entered]) => saved !== entered.replace(/\r\n?/g, '\n'))
  return (
    <Notice kind="warning" focused>
      <p>{words.changed}</p>
      <p>{words.overwrite}</p>
      {different.length === 0 ? null : (
        <dl class="facts wide" aria-label={words.now}>
          {different.map(([name, saved]) => (
            <div key={name}>
              <dt>{`${words.now}：${name}`}</dt>
              <dd class="as-typed">{saved === '' ? '—' : saved}</dd>
            </div>
          ))}
        </dl>
      )}
    </Notice>
  )
}
