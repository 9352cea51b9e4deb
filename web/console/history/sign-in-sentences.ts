import type { Language } from '#domain/language.ts'
import type { SignInEvent } from '#domain/sign-in-event.ts'
import type { TeamEventDetail } from './team-event-detail.ts'

type Sentences = Record<SignInEvent['type'], (e: TeamEventDetail) => string>

const factors: Record<Language, Record<string, string>> = {
  ja: { totp: '認証アプリ', recovery: '回復コード', passkey: 'パスキー' },
  en: { totp: 'authenticator app', recovery: 'recovery code', passkey: 'passkey' },
}
const factorOf = (e: TeamEventDetail, lang: Language) => factors[lang][e.text('factor')] ?? e.text('factor')
/** Of somebody who was in already. */
const beforeAnAct = (e: TeamEventDetail) => e.text('reason').startsWith('proof')
const who = (e: TeamEventDetail) => e.member('memberId')

/** What is told of how members come in. */
export const signInSentences: Record<Language, Sentences> = {
  ja: {
    'member.factor_added': (e) => `${who(e)}さんが${factorOf(e, 'ja')}を登録しました`,
    'member.factor_removed': (e) => `${who(e)}さんが${factorOf(e, 'ja')}の登録を解除しました`,
    'member.factors_reset': (e) => `${who(e)}さんの二段階認証を解除しました`,
    'member.recovery_codes_made': (e) => `${who(e)}さんが回復コードを作り直しました`,
    'member.recovery_code_used': (e) => `${who(e)}さんが回復コードを使いました（残り${e.number('left')}個）`,
    'member.sessions_ended': (e) => `${who(e)}さんがほかの端末をログアウトしました（${e.number('count')}台）`,
    'member.password_lost': (e) => `${who(e)}さんに、パスワードを再設定するリンクをメールで送りました`,
    'sign_in.succeeded': (e) =>
      e.text('factor') === '' ? 'ログインしました' : `ログインしました（${factorOf(e, 'ja')}）`,
    'sign_in.ended': () => 'ログアウトしました',
    'sign_in.refused': (e) =>
      `${who(e)}さんの${beforeAnAct(e) ? '操作前の本人確認' : 'アカウントへのログイン'}を拒否しました（${e.reason()}、${e.number('count')}回）`,
  },
  en: {
    'member.factor_added': (e) => `${who(e)} added a second factor (${factorOf(e, 'en')})`,
    'member.factor_removed': (e) => `${who(e)} removed a second factor (${factorOf(e, 'en')})`,
    'member.factors_reset': (e) => `Reset the two-step sign-in of ${who(e)}`,
    'member.recovery_codes_made': (e) => `${who(e)} made new recovery codes`,
    'member.recovery_code_used': (e) => `${who(e)} used a recovery code (${e.number('left')} left)`,
    'member.sessions_ended': (e) => `${who(e)} signed out other devices (${e.number('count')})`,
    'member.password_lost': (e) => `Mailed ${who(e)} a link for a new password`,
    'sign_in.succeeded': (e) => (e.text('factor') === '' ? 'Signed in' : `Signed in (${factorOf(e, 'en')})`),
    'sign_in.ended': () => 'Signed out',
    'sign_in.refused': (e) =>
      `Refused ${beforeAnAct(e) ? `what ${who(e)} showed before an act` : `a sign-in to the account of ${who(e)}`} (${e.reason()}, ${e.number('count')} times)`,
  },
}
