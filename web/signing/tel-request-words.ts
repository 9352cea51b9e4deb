import type { Language } from '#domain/language.ts'

const ja = {
  link: '番号が変わった方・違う方',
  title: '電話番号の訂正のお願い',
  heading: ['電話番号の訂正を', '送信者にお願いできます'],
  lead: '登録の番号をいまはお使いでないときに、新しい番号をお伝えください。',
  nextTitle: 'お送りいただいたあと',
  next: [
    'ご本人からのお願いかどうかを、送信者が電話などで確かめます。',
    '送信者が認めるまで、新しい番号には何もお送りしません。',
    '認められると、このURLは使えなくなります。送信者が新しいURLをご案内します。',
  ],
  label: '新しい携帯電話番号',
  reason: '理由（任意）',
  reasonHint: '例：番号が変わりました',
  button: '送信者にお願いする',
  backToPhone: '電話番号の入力に戻る',
  backToCode: '認証コードの入力に戻る',
  openHeading: ['送信者が', '確認しています'],
  open: (at: string) => `${at}に、電話番号の訂正のお願いをお送りしました。送信者からの連絡をお待ちください。`,
  madeBefore: 'すでにお送りいただいたお願いは、送信者に届いています。',
  refusedHeading: ['番号の訂正は', '見送られました'],
  refused:
    '申し訳ございませんが、登録の番号はそのままとなりました。くわしくは、送信者へお問い合わせください。',
  again: 'もう一度お願いする',
  againLead: '番号を間違えてお伝えしたときは、お送りし直せます。前のお願いに替わります。',
  errors: {
    same: 'この番号は、すでに登録されています。SMSが届かないときは、認証コードの入力に戻って再送してください。',
    tooLong: (most: number) => `長すぎます。${most}文字までで入力してください。`,
  },
}

const en: typeof ja = {
  link: 'My number is wrong or has changed',
  title: 'Request a change of phone number',
  heading: ['Ask the sender to correct', 'your phone number'],
  lead: 'If you do not use the registered number, please enter the number you use now.',
  nextTitle: 'What happens next',
  next: [
    'The sender confirms that the request is yours, for example by calling you.',
    'Nothing is sent to the new number until the sender approves it.',
    'Once approved, this link stops working and the sender gives you a new one.',
  ],
  label: 'New mobile number',
  reason: 'Reason (optional)',
  reasonHint: 'For example: I have a new number',
  button: 'Ask the sender',
  backToPhone: 'Back to the phone number',
  backToCode: 'Back to the code',
  openHeading: ['The sender is ', 'checking your request'],
  open: (at: string) =>
    `You requested a change of phone number on ${at}. Please wait to hear from the sender.`,
  madeBefore: ' Your earlier request has reached the sender.',
  refusedHeading: ['Your number', 'was not changed'],
  refused: 'We are sorry, but the registered number stays as it is. Please contact the sender for details.',
  again: 'Ask again',
  againLead: 'If you entered a wrong number, you can ask again. The new request replaces the earlier one.',
  errors: {
    same: 'This number is already registered. If no SMS arrives, please go back and send a new code.',
    tooLong: (most: number) => `This is too long. Please use at most ${most} characters.`,
  },
}

/** Asking the sender for another number, in both languages. */
export const telRequestWords: Record<Language, typeof ja> = { ja, en }
