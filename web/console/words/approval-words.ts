import type { Unapproved } from '#domain/approval.ts'
import type { Language } from '#domain/language.ts'

/** What the console says of approvals before sending (承認). */
const ja = {
  title: '承認待ちの書類',
  lead: '送信の前に、あなたの承認を待っている書類です。',
  caption: '承認待ちの書類の一覧',
  columns: { title: 'タイトル', sender: '送信者', asked: '依頼日時' },
  none: '承認を待っている書類はありません',
  noneLead: '承認を依頼されると、メールでお知らせし、ここに並びます。',
  back: '承認待ちの書類',
  review: '承認の確認',
  reviewLead: '内容を確かめて、承認するか差し戻してください。承認した内容のまま送信されます。',
  sender: '送信者',
  askedAt: '依頼日時',
  comment: '送信者からのコメント',
  approve: '承認する',
  sendBack: '差し戻す',
  sendBackLegend: '差し戻す場合',
  answer: '直してほしいところ',
  answerHint: '送信者に届きます。1000文字まで。',
  answerMissing: '直してほしいところを入力してください。',
  changed:
    '依頼のあとで書類が変更されたため、承認できません。送信者が承認を依頼し直すと、もう一度確認できます。',
  fields: (n: number) => `入力項目：${n}件`,
  noFields: '入力項目はありません。',
  done: new Map([
    ['approved', '承認しました。送信者にお知らせします。'],
    ['returned', '差し戻しました。送信者にお知らせします。'],
  ]),
  // On the page of the draft.
  standing: {
    requested: '承認を待っています。',
    approved: '承認されました。',
    returned: '差し戻されました。',
  },
  toCheck: '送信前の確認を開く',
  asked: '承認を依頼した方',
  // For the sender, on the last look before sending.
  ask: {
    title: '承認',
    lead: 'このチームでは、承認された書類だけを送信できます。',
    bulk: 'このチームでは送信前に承認が必要です。「下書きにする（送信しない）」を選び、書類ごとに承認を依頼してください。',
    before: 'この内容を確かめて、承認を依頼してください。',
    whom: '承認者',
    anybody: '承認者のだれでも',
    comment: '承認者へのコメント（任意）',
    button: '承認を依頼する',
    again: '承認を依頼し直す',
    nobody:
      '承認者がいません。チーム管理者に、メンバーの「承認者」の役割を設定してもらってください。ご自分の書類は承認できません。',
    state: {
      none: '',
      requested: '承認を待っています。承認されると送信できます。',
      returned: '差し戻されました。直してから、もう一度承認を依頼してください。',
      changed: '承認の依頼のあとで、内容が変更されました。もう一度承認を依頼してください。',
    } satisfies Record<Unapproved, string>,
    approved: (name: string) => `${name}さんが承認しました。この内容のまま送信できます。`,
    answer: '承認者からのコメント',
    requested: '承認を依頼しました。',
    tooLong: '1000文字以内で入力してください。',
  },
}

type ApprovalWords = typeof ja

const en: ApprovalWords = {
  title: 'Waiting for approval',
  lead: 'Documents waiting for your approval before they can be sent.',
  caption: 'Documents waiting for approval',
  columns: { title: 'Title', sender: 'Sender', asked: 'Requested' },
  none: 'Nothing is waiting for your approval',
  noneLead: 'When your approval is requested, you get an e-mail and the document appears here.',
  back: 'Waiting for approval',
  review: 'Approve a document',
  reviewLead: 'Review it, then approve it or send it back. It will be sent exactly as you approve it.',
  sender: 'Sender',
  askedAt: 'Requested',
  comment: 'Comment from the sender',
  approve: 'Approve',
  sendBack: 'Send back',
  sendBackLegend: 'Send it back',
  answer: 'What needs to be changed',
  answerHint: 'The sender will see this. Up to 1,000 characters.',
  answerMissing: 'Enter what needs to be changed.',
  changed:
    'The document was changed after the request, so it cannot be approved. You can review it once the sender asks again.',
  fields: (n) => `Fields: ${n}`,
  noFields: 'There are no fields.',
  done: new Map([
    ['approved', 'Approved. The sender will be notified.'],
    ['returned', 'Sent back. The sender will be notified.'],
  ]),
  standing: {
    requested: 'Waiting for approval.',
    approved: 'Approved.',
    returned: 'Sent back.',
  },
  toCheck: 'Open the check before sending',
  asked: 'Who was asked to approve',
  ask: {
    title: 'Approval',
    lead: 'In this team, documents must be approved before they are sent.',
    bulk: 'In this team, documents must be approved before they are sent. Choose “Make drafts”, then ask for approval of each one.',
    before: 'Review it, then ask for approval.',
    whom: 'Approver',
    anybody: 'Any approver',
    comment: 'Comment to the approver (optional)',
    button: 'Ask for approval',
    again: 'Ask again',
    nobody:
      'There is no approver. Ask a team administrator to give a member the approver role. You cannot approve your own documents.',
    state: {
      none: '',
      requested: 'Waiting for approval. It can be sent once it is approved.',
      returned: 'It was sent back. Make the changes, then ask again.',
      changed: 'It was changed after approval was requested. Please ask again.',
    },
    approved: (name) => `${name} approved it. It can be sent as it is.`,
    answer: 'Comment from the approver',
    requested: 'Approval was requested.',
    tooLong: 'Use at most 1,000 characters.',
  },
}

export function approvalWords(lang: Language): ApprovalWords {
  return lang === 'ja' ? ja : en
}
