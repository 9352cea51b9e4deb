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
  return (
    <DemoShell look={look} title={wrong.length > 0 ? '入力をご確認ください' : '入居のお申し込み'}>
      <div class="tsubame-narrow">
        <h1>入居のお申し込み</h1>
        <p>ご入力の内容で契約書をおつくりし、続けてご本人の確認とご契約に進みます。</p>
        {wrong.length > 0 && (
          <div class="tsubame-errors" role="alert">
            <p>{`入力内容をご確認ください（${wrong.length}件）。`}</p>
          </div>
        )}
        <form method="post" action="/playground/apply" noValidate>
          <fieldset
            class="tsubame-field"
            id="flat"
            {...(errors.flat ? { 'aria-describedby': 'flat-error' } : {})}
          >
            <legend>お部屋</legend>
            <FieldError id="flat" text={errors.flat} />
            <div class="tsubame-choices">
              {flats.map((flat) => (
                <label key={flat.id} class="tsubame-choice">
                  <input type="radio" name="flat" value={flat.id} checked={entry.flat === flat.id} required />
                  <span>
                    <strong>{flat.name}</strong>
                    <span>{`${flat.layout}・${flat.area}㎡・${yen(flat.rent)}／月`}</span>
                  </span>
                </label>
              ))}
            </div>
          </fieldset>

          <Field
            id="name"
            label="お名前"
            hint="契約書に印字します。姓と名の間を空けてください。"
            error={errors.name}
          >
            <input
              {...described('name', errors.name)}
              name="name"
              type="text"
              value={entry.name}
              autocomplete="name"
              placeholder="佐藤 ひかり"
              required
            />
          </Field>

          <Field
            id="tel"
            label="携帯電話番号"
            hint="認証コードをSMSで受け取る番号です。ハイフンはあってもなくてもかまいません。"
            error={errors.tel}
          >
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

          <Field id="move_in" label="入居希望日" hint="契約期間はこの日から2年間です。" error={errors.moveIn}>
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

          <PhoneHint />
          <button class="tsubame-button" type="submit">
            申し込んで契約に進む
          </button>
          <p class="tsubame-note">ボタンを押すと、電子契約サービス Musubi の画面に移ります。</p>
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
