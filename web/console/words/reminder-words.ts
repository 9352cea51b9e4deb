import type { Document } from '#domain/document.ts'
import type { Language } from '#domain/language.ts'
import type { ReminderPlan } from '#domain/reminder-choice.ts'

/** Of an event's row. */
type Detail = { text: (key: string) => string; number: (key: string) => number }

/** What pages say of automatic reminders (自動の再送). */
const ja = {
  title: '自動の再送',
  plan: ({ from, first, every, most }: ReminderPlan) => {
    const begins = from === 'end' ? `期限の${first}日前` : `確認依頼の${first}日後`
    return most === 1 ? `${begins}に1回` : `${begins}から${every}日ごと、${most}回まで`
  },
  none: 'しない',
  asTeam: (plan: string) => `チーム設定のとおり（${plan}）`,
  event: (e: Detail): string => eventPlan(e, ja),
  asTeamEvent: 'チーム設定のとおり',
  lead: 'メールか、管理画面からのSMSで確認依頼を送った方に、まだ確認していないとき、もう一度送ります。21時から翌朝8時までは送らず、8時を過ぎてから送ります。',
  next: (at: string) => `次の再送：${at}`,
  sent: (n: number, most: number) => `自動で送った回数：${n} / ${most}回`,
  over: '決めた回数を送り終えました。',
  stopped: '確認依頼が届かなかったため、自動の再送を止めています。',
  stoppedHint: '予定を変えても、手動で再送するまでは送りません。',
  embedded: 'いま確認している方には、メールもSMSもこちらから送っていないため、再送しません。',
  change: '変更',
  changeIt: '自動の再送を変更する',
  back: '書類に戻る',
  backToTemplate: 'テンプレートに戻る',
  choose: '自動で再送する',
  off: '自動では再送しない',
  own: 'この書類の予定で再送する',
  choice: 'この書類では',
  from: '1回目を送る日',
  fromRequest: '確認依頼を送った日のあと',
  fromEnd: 'リンクの期限の前',
  first: '1回目（日数）',
  firstHint: '1〜9',
  every: '2回目からの間隔（日数）',
  everyHint: '1〜9',
  most: '回数の上限',
  mostHint: '1〜10',
  note: 'リンクの期限は10日です。再送すると新しいリンクになり、そこからまた10日使えます。回数は、宛先お一人ごとに数えます。',
  button: '保存する',
  done: '自動の再送の設定を保存しました。',
  errors: '保存していません。赤い欄を直してください。',
  whole: (least: number, most: number) => `${least}〜${most}の整数を入力してください。`,
  teamLegend: '自動の再送',
  teamSwitch: '新しく送る書類で、自動で再送する',
  teamHint: '書類ごとに変えられます。送信済みの書類は変わりません。組込み署名の宛先には送りません。',
}

const en: typeof ja = {
  title: 'Automatic reminders',
  plan: ({ from, first, every, most }) => {
    const begins = from === 'end' ? `${days(first)} before the link ends` : `${days(first)} after the request`
    return most === 1 ? `${begins}, once` : `${begins}, then every ${days(every)}, up to ${most} times`
  },
  none: 'None',
  asTeam: (plan) => `As in the team settings (${plan})`,
  event: (e) => eventPlan(e, en),
  asTeamEvent: 'as in the team settings',
  lead: 'Recipients who were asked by e-mail, or by SMS from the console, are reminded if they have not responded. Nothing is sent between 21:00 and 8:00 Japan time; reminders go out after 8:00.',
  next: (at) => `Next reminder: ${at}`,
  sent: (n, most) => `Sent automatically: ${n} of ${most}`,
  over: 'All reminders have been sent.',
  stopped: 'A request was not delivered, so automatic reminders have stopped.',
  stoppedHint: 'They start again only after you send a reminder by hand.',
  embedded: 'The current recipient was not contacted by e-mail or SMS from here, so no reminders are sent.',
  change: 'Change',
  changeIt: 'Change the automatic reminders',
  back: 'Back to the document',
  backToTemplate: 'Back to the template',
  choose: 'Remind automatically',
  off: 'No automatic reminders',
  own: 'Use a schedule for this document',
  choice: 'For this document',
  from: 'First reminder',
  fromRequest: 'after the request',
  fromEnd: 'before the link ends',
  first: 'First (days)',
  firstHint: '1 to 9',
  every: 'Then every (days)',
  everyHint: '1 to 9',
  most: 'Maximum number',
  mostHint: '1 to 10',
  note: 'A link is valid for ten days. Each reminder contains a new link, valid for another ten days. The number is counted per recipient.',
  button: 'Save',
  done: 'Automatic reminders were saved.',
  errors: 'Not saved: please correct the entries marked in red.',
  whole: (least, most) => `Enter a whole number from ${least} to ${most}.`,
  teamLegend: 'Automatic reminders',
  teamSwitch: 'Send automatic reminders for new documents',
  teamHint:
    'Can be changed per document. Documents already sent are not affected. Embedded-signing recipients get no reminders.',
}

function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`
}

/** The choice that an event tells of. */
function eventPlan({ text, number }: Detail, words: typeof ja): string {
  const choice = text('choice')
  if (choice !== 'plan') return choice === 'none' ? words.none : words.asTeamEvent
  const from = text('from') === 'end' ? 'end' : 'request'
  return words.plan({ from, first: number('first'), every: number('every'), most: number('most') })
}

export const reminderWords: Record<Language, typeof ja> = { ja, en }

/** The plan of a document as its pages say it. One that was sent before there were plans has none. */
export function planInWords(
  { reminders, status }: Document,
  team: ReminderPlan | null,
  lang: Language,
): string {
  const words = reminderWords[lang]
  const said = (plan: ReminderPlan | null) => (plan === null ? words.none : words.plan(plan))
  if (reminders === 'as_team') return status === 'awaiting' ? words.none : words.asTeam(said(team))
  return said(reminders === 'none' ? null : reminders)
}
