/** The states in which a recipient gets a page of its own instead of the next step. */
export type MessageState =
  | 'url_unknown'
  | 'expired'
  | 'newer_mail'
  | 'locked'
  | 'paused'
  | 'cancelled'
  | 'declined'
  | 'already_done'
  | 'sealing_failed'
  | 'not_your_turn'
  | 'cookie_lost'
  | 'cookie_lost_frame'
  | 'cookie_lost_app'
  | 'session_ended'
  | 'session_replaced'
  | 'too_many_sms'
  | 'team_limit'
  | 'unavailable'
  | 'please_wait'
  | 'opened_already'
  | 'form_stale'

/** What happened; why; what to do; and the words on the way on, where there is one. */
type MessageText = { heading: string; what: string; todo: string; action: string }

export type MessageWords = Record<MessageState, MessageText> & {
  retryAt: (time: string) => string
  copies: string
}

export const messagesJa: MessageWords = {
  retryAt: (time) => `${time}以降に、もう一度お試しいただけます。`,
  copies: '締結済みの書類を受け取る',
  url_unknown: {
    heading: 'このURLは使えません',
    what: 'URLが途中で切れているか、すでに無効になっています。',
    todo: '届いた案内をもう一度開くか、差出人へご連絡ください。',
    action: '戻る',
  },
  expired: {
    heading: '確認の期限が過ぎました',
    what: '安全のため、依頼のURLには期限があります。',
    todo: '差出人へ連絡し、新しいURLをお受け取りください。',
    action: '戻る',
  },
  newer_mail: {
    heading: '新しいメールをお送りしています',
    what: 'このリンクは、新しいメールが送られたため使えなくなりました。',
    todo: '件名が「【再送】」で始まる、いちばん新しいメールのリンクを開いてください。',
    action: '戻る',
  },
  locked: {
    heading: '安全のため、確認を止めています',
    what: '認証コードの間違いが重なったため、この書類は開けません。書類そのものに変わりはありません。',
    todo: '差出人へご連絡ください。解除されると続けられます。',
    action: '戻る',
  },
  paused: {
    heading: '少し時間をおいてください',
    what: '電話番号の不一致が続いたため、このURLでの確認を30分間止めています。',
    todo: 'ご登録の番号をご確認のうえ、あとでもう一度開いてください。',
    action: 'もう一度開く',
  },
  cancelled: {
    heading: 'この書類は取消されました',
    what: '差出人が手続きを取り消しました。あなたの同意は必要ありません。',
    todo: 'お心当たりがないときは、差出人へご連絡ください。',
    action: '戻る',
  },
  declined: {
    heading: 'この書類は却下されています',
    what: '関係者が同意しなかったため、この書類の手続きは終わりました。',
    todo: 'ご不明な点は、差出人へご連絡ください。',
    action: '戻る',
  },
  already_done: {
    heading: '書類の確認は完了しています',
    what: 'この書類への同意は、すでに承っています。',
    todo: 'このあとの操作は必要ありません。',
    action: '次へ',
  },
  sealing_failed: {
    heading: '同意は承りましたが、締結できていません',
    what: 'あなたの同意は記録してあります。ただし、書類の最終確認に問題が見つかり、まだ締結されていません。差出人と運営者にお知らせしました。',
    todo: 'いま行っていただくことはありません。差出人からのご連絡をお待ちください。',
    action: '次へ',
  },
  not_your_turn: {
    heading: 'まだ順番ではありません',
    what: 'この書類は、決められた順番に確認します。ほかの方が確認しています。',
    todo: '順番が来ましたら、差出人からご案内します。',
    action: '戻る',
  },
  cookie_lost: {
    heading: 'Cookieが使えないため、続けられません',
    what: 'お使いのブラウザーが、本人確認の記録（Cookie）を保存しない設定になっています。',
    todo: '設定でCookieを許可してから、もう一度開いてください。ほかのブラウザーでも開けます。',
    action: '新しい画面で開く',
  },
  cookie_lost_frame: {
    heading: '新しい画面で続けてください',
    what: 'このサイトの中の画面では、本人確認の記録（Cookie）を保存できません。',
    todo: '新しい画面で開くと、そのまま続けられます。',
    action: '新しい画面で開く',
  },
  cookie_lost_app: {
    heading: 'ブラウザーで開いてください',
    what: 'このアプリの中では、本人確認の記録（Cookie）を保存できません。',
    todo: 'アプリのメニューから「ブラウザーで開く」を選ぶか、Safari や Chrome で開いてください。',
    action: 'ブラウザーで開く',
  },
  session_ended: {
    heading: '時間切れのため、終了しました',
    what: '安全のため、操作がないままの画面を閉じました。入力した内容は残っています。',
    todo: 'もう一度ご本人の確認をすると、続きから始められます。',
    action: '本人確認からやり直す',
  },
  session_replaced: {
    heading: 'ほかの画面で開かれています',
    what: '同じ書類が、ほかの画面で開かれました。安全のため、この画面は終了しました。入力した内容は残っています。',
    todo: '開いた画面でお進みください。この画面で続けるときは、もう一度ご本人の確認をしてください。',
    action: 'この画面で本人確認をする',
  },
  too_many_sms: {
    heading: 'SMSの送信を止めています',
    what: '短い間に何度も送信したため、これ以上お送りできません。',
    todo: '届いたコードがまだ使えるときはそれを入力するか、時間をおいてお試しください。',
    action: 'コードの入力に戻る',
  },
  team_limit: {
    heading: 'いまはSMSを送信できません',
    what: '差出人の一日の送信数が上限に達しています。',
    todo: '明日もう一度お試しいただくか、差出人へご連絡ください。',
    action: 'もう一度試す',
  },
  please_wait: {
    heading: 'しばらくお待ちください',
    what: 'サーバーが一時的に応答できません。これまでに記録された内容は失われていません。',
    todo: '数秒おいて、もう一度お試しください。続きから再開できます。',
    action: 'もう一度試す',
  },
  unavailable: {
    heading: 'ただいま表示できません',
    what: 'こちらの都合で、画面を用意できませんでした。記録済みの内容は失われません。',
    todo: '少し待ってから、もう一度お試しください。',
    action: 'もう一度試す',
  },
  opened_already: {
    heading: 'このURLはすでに使われています',
    what: '安全のため、このURLは一度だけ開けます。',
    todo: '元のサイトに戻り、もう一度「書類を開く」へお進みください。',
    action: '元のサイトに戻る',
  },
  form_stale: {
    heading: '画面が古くなっています',
    what: '時間がたったか、別の画面で手続きが進んでいます。いまの操作は受け付けていません。',
    todo: '最新の画面を開いて、もう一度お試しください。',
    action: '最新の画面を開く',
  },
}

export const messagesEn: MessageWords = {
  retryAt: (time) => `You can try again from ${time}.`,
  copies: 'Get the concluded document',
  url_unknown: {
    heading: 'This link does not work',
    what: 'It is incomplete, or it is no longer valid.',
    todo: 'Please open the message you received again, or ask the sender.',
    action: 'Go back',
  },
  expired: {
    heading: 'The time to review has passed',
    what: 'For safety, links end after a while.',
    todo: 'Please ask the sender for a new one.',
    action: 'Go back',
  },
  newer_mail: {
    heading: 'A newer mail was sent',
    what: 'This link no longer works, because a newer mail was sent to you.',
    todo: 'Please open the link in the newest mail; its subject begins with “Reminder”.',
    action: 'Go back',
  },
  locked: {
    heading: 'Stopped for safety',
    what: 'Wrong codes were entered too many times, so the document cannot be opened. It is itself unchanged.',
    todo: 'Please tell the sender. Once unlocked you can go on.',
    action: 'Go back',
  },
  paused: {
    heading: 'Please wait a little',
    what: 'The phone number did not match several times, so this link rests for 30 minutes.',
    todo: 'Please check your registered number and come back later.',
    action: 'Open again',
  },
  cancelled: {
    heading: 'This document was cancelled',
    what: 'The sender has withdrawn it. Your agreement is not needed.',
    todo: 'If this surprises you, please ask the sender.',
    action: 'Go back',
  },
  declined: {
    heading: 'This document was declined',
    what: 'A party did not agree, so it has ended.',
    todo: 'If you have questions, please ask the sender.',
    action: 'Go back',
  },
  already_done: {
    heading: 'You have already reviewed this',
    what: 'Your agreement to this document is recorded.',
    todo: 'There is nothing more to do.',
    action: 'Continue',
  },
  sealing_failed: {
    heading: 'You have agreed, but it is not concluded',
    what: 'Your agreement is recorded. The final check of the document found a problem, so it is not concluded yet. The sender and the operator have been told.',
    todo: 'There is nothing for you to do now. Please wait to hear from the sender.',
    action: 'Continue',
  },
  not_your_turn: {
    heading: 'It is not your turn yet',
    what: 'This document is reviewed in order, and someone else is reviewing it now.',
    todo: 'The sender will let you know when it is your turn.',
    action: 'Go back',
  },
  cookie_lost: {
    heading: 'Cookies are switched off',
    what: 'Your browser does not keep the cookie that records your identification.',
    todo: 'Please allow cookies in its settings and open the page again, or use another browser.',
    action: 'Open a new screen',
  },
  cookie_lost_frame: {
    heading: 'Please go on in a new screen',
    what: 'Inside this site your browser does not keep the record of your identification.',
    todo: 'In a new screen you can go on right away.',
    action: 'Open a new screen',
  },
  cookie_lost_app: {
    heading: 'Please open this in your browser',
    what: 'This app does not keep the record of your identification.',
    todo: 'Choose “Open in browser” from its menu, or open the link in Safari or Chrome.',
    action: 'Open in the browser',
  },
  session_ended: {
    heading: 'Ended after a while',
    what: 'For safety the page was closed after no activity. What you typed is kept.',
    todo: 'Identify yourself again to go on where you were.',
    action: 'Identify again',
  },
  session_replaced: {
    heading: 'Opened in another screen',
    what: 'The document was opened in another screen, so this one has ended. What you typed is kept.',
    todo: 'Please go on there. To go on here, identify yourself again.',
    action: 'Identify here',
  },
  too_many_sms: {
    heading: 'No more SMS for now',
    what: 'Too many codes were sent in a short time.',
    todo: 'If a code that you have still works, please use it. Otherwise try again later.',
    action: 'Back to the code',
  },
  team_limit: {
    heading: 'SMS cannot be sent now',
    what: 'The sender has reached its number of messages for today.',
    todo: 'Please try again tomorrow, or ask the sender.',
    action: 'Try again',
  },
  please_wait: {
    heading: 'Please wait a moment',
    what: 'Our server cannot answer right now. Nothing that was recorded is lost.',
    todo: 'Try again in a few seconds. You will continue where you were.',
    action: 'Try again',
  },
  unavailable: {
    heading: 'This page is not available now',
    what: 'The cause is on our side. Nothing that was recorded is lost.',
    todo: 'Please wait a moment and try again.',
    action: 'Try again',
  },
  opened_already: {
    heading: 'This link has been used',
    what: 'For safety it opens only once.',
    todo: 'Please go back to the site and choose to open the document again.',
    action: 'Back to the site',
  },
  form_stale: {
    heading: 'This screen is out of date',
    what: 'Time has passed, or you went on in another screen. Nothing was done.',
    todo: 'Please open the current screen and try again.',
    action: 'Open the current screen',
  },
}
