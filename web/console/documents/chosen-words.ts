import type { Language } from '#domain/language.ts'

/** What can be done with several documents at once. */
export const chosenActs = ['download', 'remind', 'file', 'cancel'] as const
export type ChosenAct = (typeof chosenActs)[number]

/**
 * So many at once: they stand in one form one by one, and one answer tells of each. What is more is done in several goes.
 */
export const mostChosen = 500

/** Which documents of a list an act is about: those that are ticked, all of this page, all that match. */
type WhichChosen = 'ticked' | 'page' | 'all'

type ActWords = {
  button: string
  title: string
  /** Asks once. */
  lead: (count: number) => string
  confirm: string
  done: string
}

type ChosenWords = {
  legend: string
  /** Names the choice among the three, and each of them. */
  whichLabel: string
  which: Record<WhichChosen, (count: number, more: boolean) => string>
  choose: (title: string) => string
  chooseAll: string
  column: string
  none: { title: string; lead: string }
  back: string
  /** There are more than can be done at once. */
  bound: (total: number, more: boolean, now: number) => string
  rest: string
  others: (count: number) => string
  will: string
  willNot: string
  notDone: string
  acts: Record<ChosenAct, ActWords>
  consequence: string
  reason: string
  reasonHint: string
  reasonLong: string
  reasonCharacter: string
  cabinet: string
  noCabinet: string
  why: {
    gone: string
    notConcluded: string
    notYours: string
    nothingToFile: string
    failed: string
  }
  index: { name: string; columns: [string, string, string, string]; packed: string; unreadable: string }
}

const thousands = (count: number) => count.toLocaleString('en')

export const chosenWords: Record<Language, ChosenWords> = {
  ja: {
    legend: 'まとめて操作',
    whichLabel: '対象の書類',
    which: {
      ticked: () => '選んだ書類を',
      page: (count) => `このページの${count}件を`,
      all: (count, more) => `条件に合う${thousands(count)}件${more ? '以上' : ''}すべてを`,
    },
    choose: (title) => `「${title}」を選ぶ`,
    chooseAll: 'このページの書類をすべて選ぶ',
    column: '選択',
    none: {
      title: '書類が選ばれていません',
      lead: '一覧で書類の左のチェックボックスを選ぶか、「このページの書類」「条件に合う書類」を選んでから、もう一度押してください。',
    },
    back: '一覧に戻る',
    bound: (total, more, now) =>
      `条件に合う書類は${thousands(total)}件${more ? '以上' : ''}あります。一度にできるのは${thousands(mostChosen)}件までのため、ここでは${thousands(now)}件を対象にします。`,
    rest: '続きの書類に進む',
    others: (count) => `ほか${thousands(count)}件`,
    will: '対象の書類',
    willNot: '対象にならない書類',
    notDone: 'できなかった書類',
    acts: {
      download: {
        button: 'ダウンロード',
        title: '書類をまとめてダウンロード',
        lead: (count) => `${count}件の書類の締結済みファイルと合意締結証明書を、1つのZIPファイルにします。`,
        confirm: 'ZIPをダウンロードする',
        done: 'ダウンロードした書類',
      },
      remind: {
        button: '再送',
        title: '確認依頼の再送',
        lead: (count) => `${count}件の書類の確認依頼メールを、いまの宛先にもう一度送ります。`,
        confirm: 'もう一度送る',
        done: '再送した書類',
      },
      file: {
        button: 'キャビネットに入れる',
        title: 'キャビネットに入れる',
        lead: (count) => `${count}件の書類を、選んだキャビネットに入れます。`,
        confirm: 'キャビネットに入れる',
        done: 'キャビネットに入れた書類',
      },
      cancel: {
        button: '取消',
        title: '書類の取り消し',
        lead: (count) => `${count}件の書類を取り消します。`,
        confirm: '取り消す',
        done: '取り消した書類',
      },
    },
    consequence: '宛先の方は、これらの書類に同意できなくなります。取り消しは元に戻せません。',
    reason: '理由（任意）',
    reasonHint: '1,000文字まで。すべての書類に同じ理由が記録されます。',
    reasonLong: '1,000文字以内で入力してください。',
    reasonCharacter: '使えない文字が含まれています。入力し直してください。',
    cabinet: 'キャビネット',
    noCabinet: '入れられるキャビネットがありません。チーム管理者にお伝えください。',
    why: {
      gone: '見つかりませんでした。',
      notConcluded: 'まだ締結されていません。',
      notYours: '送信者だけができる操作です。',
      nothingToFile: 'すでにそのキャビネットに入っています。',
      failed: '処理できませんでした。もう一度お試しください。',
    },
    index: {
      name: '一覧.csv',
      columns: ['書類ID', 'タイトル', 'ファイル', '結果'],
      packed: '収録',
      unreadable: '取り出せませんでした',
    },
  },
  en: {
    legend: 'Several at once',
    whichLabel: 'Which documents',
    which: {
      ticked: () => 'Selected documents',
      page: (count) => `All ${count} on this page`,
      all: (count, more) => `All ${thousands(count)}${more ? ' or more' : ''} that match`,
    },
    choose: (title) => `Select “${title}”`,
    chooseAll: 'Select all on this page',
    column: 'Select',
    none: {
      title: 'No documents selected',
      lead: 'Select documents in the list first, or choose all on the page or all that match, then try again.',
    },
    back: 'Back to the list',
    bound: (total, more, now) =>
      `${thousands(total)}${more ? ' or more' : ''} documents match. Up to ${thousands(mostChosen)} can be done at once, so this is about ${thousands(now)} of them.`,
    rest: 'Go on to the rest',
    others: (count) => `${thousands(count)} more`,
    will: 'Documents included',
    willNot: 'Documents left out',
    notDone: 'Not done',
    acts: {
      download: {
        button: 'Download',
        title: 'Download several documents',
        lead: (count) =>
          `The sealed files and certificates of ${count} ${count === 1 ? 'document' : 'documents'} are put into one ZIP file.`,
        confirm: 'Download ZIP',
        done: 'Downloaded',
      },
      remind: {
        button: 'Send again',
        title: 'Send requests again',
        lead: (count) =>
          `The request e-mails of ${count} ${count === 1 ? 'document' : 'documents'} are sent again to the recipients whose turn it is.`,
        confirm: 'Send again',
        done: 'Sent again',
      },
      file: {
        button: 'Put into a cabinet',
        title: 'Put into a cabinet',
        lead: (count) => `Choose the cabinet for ${count} ${count === 1 ? 'document' : 'documents'}.`,
        confirm: 'Put into the cabinet',
        done: 'Put into the cabinet',
      },
      cancel: {
        button: 'Cancel',
        title: 'Cancel documents',
        lead: (count) => `You are about to cancel ${count} ${count === 1 ? 'document' : 'documents'}.`,
        confirm: 'Cancel documents',
        done: 'Cancelled',
      },
    },
    consequence: 'Recipients can no longer consent to these documents. This cannot be undone.',
    reason: 'Reason (optional)',
    reasonHint: 'Up to 1,000 characters, the same for all documents.',
    reasonLong: 'Use 1,000 characters or fewer.',
    reasonCharacter: 'This contains a character that cannot be used. Please enter it again.',
    cabinet: 'Cabinet',
    noCabinet: 'There is no cabinet that you may use. Ask a team administrator.',
    why: {
      gone: 'It was not found.',
      notConcluded: 'It is not concluded yet.',
      notYours: 'Only the sender can do this.',
      nothingToFile: 'It is in that cabinet already.',
      failed: 'It did not work. Please try again.',
    },
    index: {
      name: 'index.csv',
      columns: ['Document ID', 'Title', 'File', 'Result'],
      packed: 'Included',
      unreadable: 'Could not be read',
    },
  },
}
