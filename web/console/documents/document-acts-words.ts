import type { Language } from '#domain/language.ts'

const ja = {
  alert: {
    title: 'アラート',
    none: 'アラートは設定されていません。',
    off: '（止めています）',
    change: 'アラートを設定する',
    done: 'アラートを保存しました。',
    lead: '決めた日に、送信者にメールでお知らせします。期限の一覧にも並びます。',
    day: 'お知らせする日',
    memo: 'メモ',
    memoHint: 'メールにも書かれます。1000文字まで。',
    enabled: 'この日にお知らせする',
    save: '保存する',
    back: '書類に戻る',
    problems: {
      day: '日付を入力してください。例：2026年11月22日',
      memo: '1000文字以内で、記号などを見直して入力してください。',
    },
  },
  duplicate: {
    act: '複製して新しい下書きを作る',
    hint: 'ファイル・宛先・入力項目を引き継ぎます。この書類は変わりません。',
  },
  verify: '検証ページで確かめる',
}

const en: typeof ja = {
  alert: {
    title: 'Alert',
    none: 'No alert is set.',
    off: ' (switched off)',
    change: 'Set an alert',
    done: 'The alert was saved.',
    lead: 'On that day the sender gets an e-mail. It also appears under Due dates.',
    day: 'Day',
    memo: 'Memo',
    memoHint: 'Included in the e-mail. Up to 1,000 characters.',
    enabled: 'Remind me on this day',
    save: 'Save',
    back: 'Back to the document',
    problems: {
      day: 'Enter a date, such as 22 November 2026.',
      memo: 'Use up to 1,000 characters, without special control characters.',
    },
  },
  duplicate: {
    act: 'Duplicate as a new draft',
    hint: 'Copies the files, recipients and fields. This document does not change.',
  },
  verify: 'Check it on the verification page',
}

/** What the acts on a document say that it offers at every state. */
export const documentActsWords = { ja, en } satisfies Record<Language, typeof ja>
