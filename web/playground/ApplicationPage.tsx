import type { ComponentChildren } from 'preact'
import { type DemoLook, DemoShell, PhoneHint } from './DemoShell.tsx'
import { type Flat, yen } from './flats.ts'

/** The form as the visitor left it. */
export type ApplicationEntry = { name: string; tel: string; flat: string; moveIn: string }

/** What to say beside each field that could not be accepted. */
export type ApplicationErrors = Partial<Record<keyof ApplicationEntry, string>>

type Props = {
  look: DemoLook
  flats: Flat[]
  entry: ApplicationEntry
  errors: ApplicationErrors
  dates: { first: string; last: string }
}

/** The application form; works without scripts, keeps what was typed, says what is wrong beside the field. */
export function ApplicationPage({ look, flats, entry, errors, dates }: Props) {
  const wrong = Object.values(errors)
  const { lang, application: words, hint } = look.words
  return (
    <DemoShell look={look} title={wrong.length > 0 ? words.titleWrong : words.title}>
      <div class="tsubame-narrow">
        <h1>{words.title}</h1>
        <p>{words.lead}</p>
        {wrong.length > 0 && (
          <div class="tsubame-errors" role="alert">
            <p>{words.wrong(wrong.length)}</p>
          </div>
        )}
        <form method="post" action="/playground/apply" noValidate>
          <fieldset
            class="tsubame-field"
            id="flat"
            {...(errors.flat ? { 'aria-describedby': 'flat-error' } : {})}
          >
            <legend>{words.flat}</legend>
            <FieldError id="flat" text={errors.flat} />
            <div class="tsubame-choices">
              {flats.map((flat) => (
                <label key={flat.id} class="tsubame-choice">
                  <input type="radio" name="flat" value={flat.id} checked={entry.flat === flat.id} required />
                  <span>
                    <strong>{lang === 'ja' ? flat.name : flat.en.name}</strong>
                    <span>{words.perMonth(flat.layout, flat.area, yen(flat.rent, lang))}</span>
                  </span>
                </label>
              ))}
            </div>
          </fieldset>

          <Field id="name" label={words.name} hint={words.nameHint} error={errors.name}>
            <input
              {...described('name', errors.name)}
              name="name"
              type="text"
              value={entry.name}
              autocomplete="name"
              placeholder={words.namePlaceholder}
              required
            />
          </Field>

          <Field id="tel" label={words.tel} hint={words.telHint} error={errors.tel}>
            <input
              {...described('tel', errors.tel)}
              name="tel"
              type="tel"
              value={entry.tel}
              autocomplete="tel"
              inputMode="tel"
              placeholder="090-1234-5678"
              required
            />
          </Field>

          <Field id="move_in" label={words.moveIn} hint={words.moveInHint} error={errors.moveIn}>
            <input
              {...described('move_in', errors.moveIn)}
              name="move_in"
              type="date"
              value={entry.moveIn}
              min={dates.first}
              max={dates.last}
              required
            />
          </Field>

          <PhoneHint words={hint} />
          <button class="tsubame-button" type="submit">
            {words.submit}
          </button>
          <p class="tsubame-note">{words.next}</p>
        </form>
      </div>
    </DemoShell>
  )
}

function Field(props: {
  id: string
  label: string
  hint: string
  error: string | undefined
  children: ComponentChildren
}) {
  return (
    <div class={props.error ? 'tsubame-field tsubame-wrong' : 'tsubame-field'}>
      <label for={props.id}>{props.label}</label>
      <p class="tsubame-note" id={`${props.id}-hint`}>
        {props.hint}
      </p>
      <FieldError id={props.id} text={props.error} />
      {props.children}
    </div>
  )
}

function FieldError(props: { id: string; text: string | undefined }) {
  if (!props.text) return null
  return (
    <p class="tsubame-error" id={`${props.id}-error`}>
      {props.text}
    </p>
  )
}

function described(id: string, error: string | undefined) {
  return {
    id,
    'aria-describedby': error ? `${id}-hint ${id}-error` : `${id}-hint`,
    ...(error ? { 'aria-invalid': 'true' as const } : {}),
  }
}
