import { type DemoLook, DemoShell, PhoneHint } from './DemoShell.tsx'

/** What the demo site can have to say to someone who comes back. `unknown`: this browser started no such contract. */
export type Outcome =
  | 'concluded'
  | 'sealing'
  | 'declined'
  | 'cancelled'
  | 'expired'
  | 'locked'
  | 'not_available'
  | 'unfinished'
  | 'unknown'

type OutcomeDocument = { id: string; title: string; comment: string }
type Props = { look: DemoLook; outcome: Outcome; document?: OutcomeDocument }

const words: Record<Outcome, { title: string; text: string }> = {
  concluded: {
    title: 'ご契約が成立しました',
    text: 'ようこそ、つばめの町へ。契約書と合意締結証明書は、下のボタンからいつでも保存できます。',
  },
  sealing: {
    title: '契約書を仕上げています',
    text: '同意を承りました。契約書に電子署名をしています。この画面は自動で切り替わりますので、そのままお待ちください。',
  },
  declined: {
    title: 'ご契約を見送られました',
    text: '契約は成立していません。お部屋のご案内は続けられますので、いつでもお申し込みください。',
  },
  cancelled: {
    title: '書類が取り消されました',
    text: '当社がこの契約書を取り消しました。契約は成立していません。あらためてお申し込みください。',
  },
  expired: {
    title: 'お手続きの期限が過ぎました',
    text: '契約は成立していません。下のボタンから、新しい期限でお手続きを再開できます。',
  },
  locked: {
    title: 'ご本人の確認ができませんでした',
    text: '認証コードの入力を規定の回数まちがえたため、安全のために止めています。担当者が解除すると再開できます。',
  },
  not_available: {
    title: 'ただいまお手続きできません',
    text: 'しばらくしてから、下のボタンでもう一度お試しください。',
  },
  unfinished: {
    title: 'お手続きの途中です',
    text: '契約はまだ成立していません。下のボタンから続きに進めます。',
  },
  unknown: {
    title: '契約が見つかりません',
    text: 'お申し込みをしたものと同じブラウザで開いてください。お心当たりがないときは、お部屋の一覧にお戻りください。',
  },
}

/** The page to which the customer returns: what has become of the contract, and what can be done now. */
export function OutcomePage({ look, outcome, document }: Props) {
  const { title, text } = words[outcome]
  const resumable = ['expired', 'locked', 'not_available', 'unfinished'].includes(outcome)
  return (
    <DemoShell look={look} title={title}>
      <div class={`tsubame-narrow tsubame-outcome tsubame-${outcome}`}>
        <OutcomeMark outcome={outcome} />
        <h1>{title}</h1>
        {document && <p class="tsubame-document">{document.title}</p>}
        <p>{text}</p>
        {outcome === 'declined' && document?.comment && (
          <blockquote class="tsubame-comment">
            <p>{document.comment}</p>
          </blockquote>
        )}
        {outcome === 'concluded' && document && <Copies id={document.id} />}
        {document && resumable && (
          <form method="post" action="/playground/continue">
            <input type="hidden" name="document_id" value={document.id} />
            <button class="tsubame-button" type="submit">
              お手続きを続ける
            </button>
          </form>
        )}
        {outcome === 'locked' && (
          <p class="tsubame-note">
            {'評価用：解除は'}
            <a href={look.console} target="_blank" rel="noopener">
              管理画面
            </a>
            {'の書類の詳細でできます。'}
          </p>
        )}
        {(outcome === 'unfinished' || outcome === 'expired') && <PhoneHint />}
        {outcome !== 'sealing' && (
          <p>
            <a href="/playground">
              {outcome === 'concluded' ? 'つばめ不動産のトップへ' : 'お部屋の一覧へ戻る'}
            </a>
          </p>
        )}
      </div>
    </DemoShell>
  )
}

function Copies(props: { id: string }) {
  const copies = `/playground/contracts/${encodeURIComponent(props.id)}`
  return (
    <ul class="tsubame-copies">
      <li>
        <a class="tsubame-button" href={`${copies}/contract.pdf`} download>
          契約書を保存する（PDF）
        </a>
      </li>
      <li>
        <a class="tsubame-button tsubame-quiet" href={`${copies}/certificate.pdf`} download>
          合意締結証明書を保存する（PDF）
        </a>
      </li>
    </ul>
  )
}

function OutcomeMark(props: { outcome: Outcome }) {
  if (props.outcome === 'sealing') return <div class="tsubame-working" aria-hidden="true" />
  const sign = props.outcome === 'concluded' ? 'M20 34.500 29 43.500 45 23.500' : 'M32 19v17M32 44v.5'
  return (
    <svg class="tsubame-mark" viewBox="0 0 64 64" aria-hidden="true">
      <circle cx="32" cy="32" r="30" />
      <path d={sign} />
    </svg>
  )
}
