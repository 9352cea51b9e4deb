export type InvitationLanguage = 'ja' | 'en'

type Parts = { name: string; team: string; url: string }

/** The mail that takes a member the link for choosing a password. */
export function invitationWords(
  language: InvitationLanguage,
  { name, team, url }: Parts,
): { subject: string; text: string } {
  return language === 'ja'
    ? {
        subject: '【Musubi】パスワードの設定のお願い',
        text: `${name} 様\n\n「${team}」のメンバーとして Musubi の管理画面を使うためのリンクをお送りします。\n次のリンクを開き、パスワードを設定してください (7日間有効で、一度だけ使えます)。\n\n${url}\n\nお心当たりがない場合は、このメールを破棄してください。\n`,
      }
    : {
        subject: 'Musubi: please choose your password',
        text: `Dear ${name},\n\nWith this link you enter the console of Musubi as a member of "${team}".\nOpen it and choose a password (valid for 7 days, works once):\n\n${url}\n\nIf you do not know why you got this mail, please discard it.\n`,
      }
}
