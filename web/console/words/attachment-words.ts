import type { Language } from '#domain/language.ts'

const ja = {
  title: '添付ファイルの依頼',
  asked: (who: string) => `${who}さんにファイルの提出を依頼しています。`,
  required: '必須（提出が済むまで同意できません）',
  optional: '任意',
  kind: '提出',
  description: '依頼の内容',
  none: 'ファイルはまだ提出されていません。',
  deleted: '宛先が削除しました',
  uploadedAt: (time: string) => `${time} 提出`,
  download: 'ダウンロード',
  later: '締結すると、ここからダウンロードできます。',
  never: '締結されなかったため、ダウンロードできません。',
  caution: '宛先が選んだファイルです。開く前に、ウイルスの検査をお勧めします。',
  ask: {
    none: '本人確認書類の写しなど、宛先のおひとりにファイルの提出をお願いできます。',
    needs: '宛先を追加すると、ファイルの提出をお願いできます。',
    act: 'ファイルの提出をお願いする',
    edit: '依頼を変える',
    title: '添付ファイルの依頼',
    lead: 'お願いできるのは、1つの書類で1名です。宛先は、書類を確認する画面でファイルを添付します。',
    who: '依頼する宛先',
    description: '依頼の内容（任意）',
    descriptionHint: '200文字まで。例：運転免許証の写しをお送りください。',
    required: '提出を必須にする',
    requiredHint: '提出が済むまで、この宛先は同意できません。',
    save: '保存する',
    back: '保存せずに戻る',
    remove: '依頼をやめる',
    done: '添付ファイルの依頼を保存しました。',
    removed: '添付ファイルの依頼をやめました。',
    empty: '内容なし',
    problems: {
      who: '依頼する宛先を選んでください。',
      description: '200文字以内で入力してください。',
      exists: (now: string) =>
        `この書類の依頼は、別の画面で先に保存されました（いまの内容：${now}）。もう一度保存すると、入力した内容に置き換わります。`,
      gone: 'この依頼は、別の画面で取りやめられました。もう一度保存すると、改めてお願いします。',
      off: 'このチームでは、ファイルの提出をお願いできません。チーム管理者にご確認ください。',
    },
  },
}

export type AttachmentWords = typeof ja

const en: AttachmentWords = {
  title: 'Request for a file',
  asked: (who) => `${who} is asked to attach a file.`,
  required: 'Required (they cannot consent without it)',
  optional: 'Optional',
  kind: 'Attachment',
  description: 'What you need',
  none: 'No file has been attached yet.',
  deleted: 'Deleted by the recipient',
  uploadedAt: (time) => `attached ${time}`,
  download: 'Download',
  later: 'They can be downloaded here once the document is concluded.',
  never: 'The document was not concluded, so they cannot be downloaded.',
  caution: 'The recipient chose these files. Have them scanned for viruses before you open them.',
  ask: {
    none: 'You can ask one recipient to attach a file, such as a copy of an identity card.',
    needs: 'Add a recipient to ask for a file.',
    act: 'Ask for a file',
    edit: 'Edit request',
    title: 'Request for a file',
    lead: 'One recipient per document can be asked. They attach the file on the page where they review the document.',
    who: 'Who is asked',
    description: 'What you need (optional)',
    descriptionHint: 'Up to 200 characters, such as: Please attach a copy of your driving licence.',
    required: 'The file is required',
    requiredHint: 'This recipient cannot consent until a file is attached.',
    save: 'Save',
    back: 'Go back without saving',
    remove: 'Withdraw request',
    done: 'The request for a file was saved.',
    removed: 'The request for a file was withdrawn.',
    empty: 'nothing said',
    problems: {
      who: 'Choose a recipient.',
      description: 'Use 200 characters or fewer.',
      exists: (now) =>
        `The request was saved on another page first (now: ${now}). Saving again replaces it with your entries.`,
      gone: 'The request was withdrawn on another page. Saving again asks anew.',
      off: 'Your team does not ask recipients for files. Please ask a team administrator.',
    },
  },
}

/** What the document's page says about a file that a recipient is asked for. */
export function attachmentWordsIn(language: Language): AttachmentWords {
  return language === 'ja' ? ja : en
}
