import type { MailSmsLimit } from '#domain/sms-limit.ts'
import type { Letter } from '../delivery-ports.ts'
import type { Ports } from '../ports.ts'
import { mailAdministrator } from './mail-administrators.ts'

type Needs = Pick<Ports, 'database' | 'mail'> & { publicUrl: string }

/** Tells one team administrator that a day's SMS run out. */
export async function mailSmsLimit(
  needs: Needs,
  { memberId, news, limit, occasion }: Omit<MailSmsLimit, 'job'>,
): Promise<void> {
  await mailAdministrator(needs, memberId, async ({ name }) => ({
    idempotencyKey: [news, memberId, occasion].join('.'),
    letter: letterOf(name, news, limit, `${needs.publicUrl}/console/sms`),
  }))
}

/** Nobody knows the language of a member who has no page open: Japanese, and one sentence in English. */
function letterOf(name: string, news: MailSmsLimit['news'], limit: number, url: string): Letter {
  const { subject, says, note } = wordsOf(news, limit)
  return {
    language: 'ja',
    subject,
    heading: subject,
    greeting: `${name} 様`,
    says: [says],
    about: '',
    quote: null,
    act: {
      lead: '心当たりがないときは、次のページで日ごとの数を確かめてください。上限は、チーム設定で変えられます。',
      label: 'SMSの利用状況を見る',
      url,
      help: 'チーム管理者としてログインすると開きます。',
    },
    notes: [note],
  }
}

function wordsOf(news: MailSmsLimit['news'], limit: number) {
  if (limit === 0) {
    return {
      subject: '今日のSMSが止まりました',
      says: '1日に送るSMSの上限が0通に変わりました。宛先の方は、新しい認証コードを受け取れません。',
      note: 'The limit of SMS a day is 0 now. No new code is sent.',
    }
  }
  if (news === 'sms.limit_reached') {
    return {
      subject: '今日のSMSが上限に達しました',
      says: `今日送れるSMSの上限（${limit}通）に達しました。日付が変わるまで、宛先の方は新しい認証コードを受け取れません。`,
      note: `All ${limit} SMS of today are used. No new code is sent until midnight in Japan.`,
    }
  }
  return {
    subject: '今日のSMSが上限に近づいています',
    says: `今日送れるSMSの上限（${limit}通）の8割を使いました。上限に達すると、宛先の方は新しい認証コードを受け取れなくなります。`,
    note: `Four fifths of today's ${limit} SMS are used.`,
  }
}
