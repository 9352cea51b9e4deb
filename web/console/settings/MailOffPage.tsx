import type { JSX } from 'preact'
import type { Language } from '#domain/language.ts'
import type { OptionalMail } from '#domain/optional-mail.ts'
import { type SigningChrome, SigningLayout } from '#web/signing/SigningLayout.tsx'
import { Button, LinkButton } from '#web/ui/Button.tsx'
import { mailChoiceWords } from './mail-choice-words.ts'

const ja = {
  ask: (name: string) => `「${name}」のメールを止めますか`,
  what: 'あなたが送信した書類についてお送りしているメールです。止めても、同じ内容を管理画面で確認できます。',
  button: '受け取らない',
  off: (name: string) => `「${name}」のメールを止めました`,
  back: 'また受け取るときは、管理画面の「メールの設定」で選び直せます。',
  settings: 'メールの設定を開く',
}
const en: typeof ja = {
  ask: (name) => `Stop e-mails of the kind “${name}”?`,
  what: 'They are about documents that you sent. The console tells the same.',
  button: 'Stop them',
  off: (name) => `No more e-mails of the kind “${name}”`,
  back: 'To get them again, choose them in the console under “E-mail settings”.',
  settings: 'Open the e-mail settings',
}
const words: Record<Language, typeof ja> = { ja, en }

export type MailOffPageProps = {
  chrome: SigningChrome
  kind: OptionalMail
  isOff: boolean
  action: string
}

/** What `List-Unsubscribe` opens for a person: one press, and no sign-in. */
export function MailOffPage({ chrome, kind, isOff, action }: MailOffPageProps): JSX.Element {
  const say = words[chrome.lang]
  const { name } = mailChoiceWords[chrome.lang].mails[kind]
  const heading = isOff ? say.off(name) : say.ask(name)
  return (
    <SigningLayout chrome={chrome} title={heading} step={null}>
      <h1>{heading}</h1>
      <p class="lead">{isOff ? say.back : say.what}</p>
      {isOff ? (
        <p class="way-on">
          <LinkButton href="/console/mails" kind="quiet">
            {say.settings}
          </LinkButton>
        </p>
      ) : (
        <form method="post" action={action}>
          <Button>{say.button}</Button>
        </form>
      )}
    </SigningLayout>
  )
}
