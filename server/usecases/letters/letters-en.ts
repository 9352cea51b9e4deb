import { accountLetters } from './account-letters.ts'
import { headed, type LetterTable } from './letter-words.ts'
import { longDay } from './long-day.ts'

const unexpected = 'If you do not know why you received this mail, please discard it.'

export const english: LetterTable = {
  greeting: (name) => `Dear ${name},`,
  actHelp: 'If the button does not work, open this address in your browser:',
  choice: 'Whether you get this mail is yours to choose, in the console under “E-mail settings”.',
  automatic:
    'This mail was sent automatically by Musubi, an electronic contract service. Replies are not read.',
  quotes: {
    message: 'Message from the sender',
    words: 'Message from whoever passed it on',
    reason: 'Reason',
    comment: 'Comment from the sender',
    memo: 'Memo of the alert',
    answer: 'Comment from the approver',
  },
  requested: ({ sender, again, from, words }) => ({
    subject: again ? 'Reminder: please review: ' : 'Please review: ',
    heading: again ? 'A document still waits for your review' : 'A document waits for your review',
    says: [
      `${sender} asks you ${again ? 'again ' : ''}to review a document.`,
      ...(from === '' ? [] : [`${from} passed it on to you.`]),
    ],
    quote: words === '' ? 'message' : 'words',
    act: {
      lead: `Open it with this link (valid for 10 days${again ? '; links of earlier mails no longer work' : ''}):`,
      label: 'Review the document',
    },
    notes: [unexpected],
  }),
  concluded: ({ url, copies }) => ({
    subject: 'Concluded: ',
    heading: 'The document is concluded',
    says: [
      'Everyone has consented; the document is concluded.',
      {
        attached: 'The sealed document is attached.',
        too_large: 'The sealed document is too large to be attached; you can save it from its page.',
        on_page: 'You can save the sealed document from its page.',
        linked: 'The sealed document and its certificate of agreement are ready for you.',
      }[copies],
    ],
    ...(url === ''
      ? {}
      : {
          act:
            copies === 'linked'
              ? { lead: 'Save them with this link (valid for 14 days):', label: 'Get the document' }
              : { lead: 'Its details are on this page:', label: 'Open the document' },
        }),
    ...(copies === 'linked'
      ? { notes: ['Whoever has this link can get the document. Please do not forward it.'] }
      : {}),
  }),
  declined: ({ sends }) =>
    sends
      ? {
          subject: 'Declined: ',
          heading: 'The document was declined',
          says: ['A recipient declined the document.'],
          quote: 'reason',
          act: { lead: 'Its details are on this page:', label: 'Open the document' },
        }
      : {
          subject: 'Declined: ',
          heading: 'The document was not concluded',
          says: [
            'Another party did not agree, so the document that you agreed to was not concluded. There is nothing for you to do.',
          ],
        },
  cancelled: ({ sender }) => ({
    subject: 'Cancelled: ',
    heading: 'The document was cancelled',
    says: [`${sender} has cancelled the document. There is nothing for you to do.`],
    quote: 'comment',
  }),
  sealing_failed: ({ url }) => ({
    subject: 'Cannot be concluded yet: ',
    heading: 'The document is not concluded yet',
    says: [
      'The consents are kept, but the document could not be sealed, so it is not concluded.',
      url === ''
        ? 'The sender or the operator of the service will see to it. There is nothing for you to do.'
        : 'If the operator of the service can mend it, it is concluded by itself.',
    ],
    ...(url === ''
      ? {}
      : {
          act: {
            lead: 'If you cannot wait, end it on this page and send another file:',
            label: 'Open the document',
          },
        }),
  }),
  alert: ({ day }) => ({
    subject: 'Alert: ',
    heading: 'The day of your alert has come',
    says: [`The day of the alert that was set for this document has come: ${longDay(day, 'en')}.`],
    quote: 'memo',
    act: { lead: 'Its details are on this page:', label: 'Open the document' },
  }),
  mail_rejected: ({ who }) => ({
    subject: 'Mail not delivered: ',
    heading: 'Your request did not arrive',
    says: [
      `The mail that asks ${who} to review the document was refused by the mail server of that address.`,
      'If the address is wrong, cancel the document and send it again to the right one.',
    ],
    act: { lead: 'Its details are on this page:', label: 'Open the document' },
  }),
  sms_undelivered: ({ who }) => ({
    subject: 'SMS not delivered: ',
    heading: 'An SMS did not arrive',
    says: [
      `The SMS to ${who} did not reach the telephone.`,
      'If the number is wrong, you can correct it on the page of the document.',
    ],
    act: { lead: 'Its details are on this page:', label: 'Open the document' },
  }),
  transferred: ({ who, whom, code }) => ({
    subject: 'Passed on: ',
    heading: 'A document was passed on',
    says: [
      `${who} passed the document on to ${whom}, who was asked by mail to review it.`,
      ...(code
        ? ['An access code is set for this recipient. Please tell the same code to the new one.']
        : []),
      'If you do not know this person, please cancel the document.',
    ],
    act: { lead: 'Its details are on this page:', label: 'Open the document' },
  }),
  tel_requested: ({ who }) => ({
    subject: 'Request for another phone number: ',
    heading: 'Somebody asks you to correct a phone number',
    says: [
      `Somebody who opened the consent URL of ${who} asks you to correct their registered phone number.`,
      'It need not be them. Please make sure with them, through a contact that you knew before, and then answer. Nothing is sent to the new number until you do.',
    ],
    act: { lead: 'What is asked for stands on this page.', label: 'See the request' },
  }),
  approval_requested: ({ sender }) => ({
    subject: 'Approval asked for: ',
    heading: 'A document waits for your approval',
    says: [`${sender} asks you to approve a document before it is sent.`],
    quote: 'comment',
    act: {
      lead: 'Look it through on this page, and approve it or send it back.',
      label: 'Review the document',
    },
  }),
  approved: () => ({
    subject: 'Approved: ',
    heading: 'Your document was approved',
    says: ['It can be sent as it was approved. If you change it, it needs another approval.'],
    act: { lead: 'Send it from this page:', label: 'Open the document' },
  }),
  returned: () => ({
    subject: 'Sent back: ',
    heading: 'Your document was sent back',
    says: ['An approver sent it back. Mend it, and ask for the approval again.'],
    quote: 'answer',
    act: { lead: 'Mend it on this page:', label: 'Open the document' },
  }),
  invitation: ({ team }) => ({
    subject: 'Musubi: please choose your password',
    heading: 'Please choose your password',
    says: [`With this link you enter the console of Musubi as a member of “${team}”.`],
    act: {
      lead: 'Open it and choose a password (valid for 7 days, works once):',
      label: 'Choose a password',
    },
    notes: [unexpected],
  }),
  access_reset: ({ team }) => ({
    subject: 'Musubi: please choose a new password',
    heading: 'Choose a new password',
    says: [
      `An administrator of “${team}” made a link by which you choose a new password for the console of Musubi.`,
      'Until you have chosen it, your present password works.',
    ],
    act: {
      lead: 'Open the link and choose a new password (valid for 7 days, works once):',
      label: 'Choose a new password',
    },
    notes: ['If you did not expect this mail, please tell an administrator of your team.'],
  }),
  ...accountLetters.en,
  webhook_trouble: ({ host, why, gone }) => ({
    ...headed(gone ? 'A webhook URL was switched off' : 'Webhooks do not arrive'),
    says: [
      gone
        ? `The webhook URL at ${host} answered that it is gone (HTTP 410) and was switched off. What happens meanwhile is kept.`
        : `Webhooks do not arrive at ${host} (${why}). Nothing is lost: they can be sent again at any time.`,
    ],
    act: { lead: 'Please look up the reason on this page:', label: 'See the deliveries' },
    notes: ['The page opens for a team administrator who has signed in.'],
  }),
  sms_limit: ({ limit, used }) => ({
    ...(limit === 0
      ? {
          ...headed('No SMS are sent today'),
          says: ['The limit of SMS a day is 0 now. No new code is sent to recipients.'],
        }
      : used === 'all'
        ? {
            ...headed('The SMS of today are used up'),
            says: [`All ${limit} SMS of today are used. No new code is sent until midnight in Japan.`],
          }
        : {
            ...headed('The SMS of today are running out'),
            says: [`Four fifths of today’s ${limit} SMS are used. Once all are, no new code is sent.`],
          }),
    act: {
      lead: 'If you do not know why, please look at the figures of each day. The limit can be changed in the team settings.',
      label: 'See the use of SMS',
    },
    notes: ['The page opens for a team administrator who has signed in.'],
  }),
  retention_near: ({ count, day }) => ({
    ...headed('The retention of documents ends soon'),
    says: [
      `The retention of ${count === 1 ? 'one document' : `${count} documents`} of your team ends soon; then they are deleted. The first is kept until ${longDay(day, 'en')}.`,
      'What is deleted cannot be brought back. Please download what you need, or place it under legal hold.',
    ],
    act: { lead: 'Please look at the documents on this page:', label: 'See what ends soon' },
    notes: ['The page opens for a team administrator who has signed in.'],
  }),
}
