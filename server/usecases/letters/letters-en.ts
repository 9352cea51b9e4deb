import { accountLetters } from './account-letters.ts'
import { headed, type LetterTable } from './letter-words.ts'
import { longDay } from './long-day.ts'

const unexpected = 'If you were not expecting this e-mail, please ignore it.'

export const english: LetterTable = {
  greeting: (name) => `Dear ${name},`,
  actHelp: 'If the button does not work, open this address in your browser:',
  choice: 'You can choose whether to receive this e-mail in the console under “E-mail settings”.',
  automatic:
    'This e-mail was sent automatically by Musubi, an electronic contract service. Replies are not read.',
  quotes: {
    message: 'Message from the sender',
    words: 'Message from the person who passed it on',
    reason: 'Reason',
    comment: 'Comment from the sender',
    memo: 'Memo of the alert',
    answer: 'Comment from the approver',
  },
  requested: ({ sender, again, from, words }) => ({
    subject: again ? 'Reminder: please review: ' : 'Please review: ',
    heading: again ? 'A document is still waiting for your review' : 'A document is waiting for your review',
    says: [
      `${sender} asks you ${again ? 'again ' : ''}to review a document.`,
      ...(from === '' ? [] : [`${from} passed it on to you.`]),
    ],
    quote: words === '' ? 'message' : 'words',
    act: {
      lead: `Open it with this link (valid for 10 days${again ? '; links in earlier e-mails no longer work' : ''}):`,
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
        too_large: 'The sealed document is too large to attach; you can download it from its page.',
        on_page: 'You can download the sealed document from its page.',
        linked: 'The sealed document and its certificate of agreement are ready for you.',
      }[copies],
    ],
    ...(url === ''
      ? {}
      : {
          act:
            copies === 'linked'
              ? { lead: 'Download them with this link (valid for 14 days):', label: 'Get the document' }
              : { lead: 'See the details on this page:', label: 'Open the document' },
        }),
    ...(copies === 'linked'
      ? { notes: ['Anyone with this link can download the document. Please do not forward it.'] }
      : {}),
  }),
  declined: ({ sends }) =>
    sends
      ? {
          subject: 'Declined: ',
          heading: 'The document was declined',
          says: ['A recipient declined the document.'],
          quote: 'reason',
          act: { lead: 'See the details on this page:', label: 'Open the document' },
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
        ? 'The sender or the operator of the service will deal with it. There is nothing for you to do.'
        : 'If the operator of the service can fix the cause, it will be concluded automatically.',
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
    heading: 'Your alert is due today',
    says: [`An alert was set for this document on ${longDay(day, 'en')}.`],
    quote: 'memo',
    act: { lead: 'See the details on this page:', label: 'Open the document' },
  }),
  contract_end: ({ day, renews }) => ({
    subject: 'Agreement ends: ',
    heading: 'An agreement ends today',
    says: [
      `The end of its term is recorded as ${longDay(day, 'en')}.`,
      ...(renews ? ['It is recorded as renewing automatically.'] : []),
    ],
    act: { lead: 'See the details on this page:', label: 'Open the document' },
  }),
  notice_end: ({ day, renews }) => ({
    subject: 'Last day to give notice: ',
    heading: 'Today is the last day to give notice',
    says: [
      `Notice is recorded as due by ${longDay(day, 'en')}.`,
      ...(renews
        ? ['The agreement is recorded as renewing automatically: check whether notice is needed to end it.']
        : []),
    ],
    act: { lead: 'See the details on this page:', label: 'Open the document' },
  }),
  mail_rejected: ({ who }) => ({
    subject: 'E-mail not delivered: ',
    heading: 'Your request was not delivered',
    says: [
      `The e-mail asking ${who} to review the document was rejected by the recipient’s mail server.`,
      'If the address is wrong, cancel the document and send it again to the correct one.',
    ],
    act: { lead: 'See the details on this page:', label: 'Open the document' },
  }),
  sms_undelivered: ({ who }) => ({
    subject: 'SMS not delivered: ',
    heading: 'An SMS was not delivered',
    says: [
      `The SMS to ${who} did not reach their phone.`,
      'If the number is wrong, you can correct it on the document’s page.',
    ],
    act: { lead: 'See the details on this page:', label: 'Open the document' },
  }),
  transferred: ({ who, whom, code }) => ({
    subject: 'Passed on: ',
    heading: 'A document was passed on',
    says: [
      `${who} passed the document on to ${whom}, who was asked by e-mail to review it.`,
      ...(code
        ? ['An access code is set for this recipient. Please give the same code to the new recipient.']
        : []),
      'If you do not know this person, please cancel the document.',
    ],
    act: { lead: 'See the details on this page:', label: 'Open the document' },
  }),
  tel_requested: ({ who }) => ({
    subject: 'Request to change a phone number: ',
    heading: 'You are asked to change a phone number',
    says: [
      `Someone who opened the consent URL of ${who} has asked you to change the registered phone number.`,
      'The request may not come from the recipient. Please confirm with them in person or through contact details you already knew before you answer. Nothing is sent to the new number until you approve it.',
    ],
    act: { lead: 'See the request on this page:', label: 'View the request' },
  }),
  approval_requested: ({ sender }) => ({
    subject: 'Approval requested: ',
    heading: 'A document is waiting for your approval',
    says: [`${sender} asks you to approve a document before it is sent.`],
    quote: 'comment',
    act: {
      lead: 'Review it on this page, then approve it or send it back:',
      label: 'Review the document',
    },
  }),
  approved: () => ({
    subject: 'Approved: ',
    heading: 'Your document was approved',
    says: ['It can now be sent. If you change it, it needs to be approved again.'],
    act: { lead: 'Send it from this page:', label: 'Open the document' },
  }),
  returned: () => ({
    subject: 'Sent back: ',
    heading: 'Your document was sent back',
    says: ['An approver sent it back. Make the changes, then ask for approval again.'],
    quote: 'answer',
    act: { lead: 'Edit it on this page:', label: 'Open the document' },
  }),
  invitation: ({ team }) => ({
    subject: 'Musubi: please choose your password',
    heading: 'Please choose your password',
    says: [`You have been invited to the Musubi console as a member of “${team}”.`],
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
      `An administrator of “${team}” has created a link for you to choose a new password for the Musubi console.`,
      'Your current password works until then.',
    ],
    act: {
      lead: 'Open the link and choose a new password (valid for 7 days, works once):',
      label: 'Choose a new password',
    },
    notes: ['If you were not expecting this e-mail, please tell an administrator of your team.'],
  }),
  ...accountLetters.en,
  webhook_trouble: ({ host, why, gone }) => ({
    ...headed(gone ? 'A webhook URL was switched off' : 'Webhooks are not being delivered'),
    says: [
      gone
        ? `The webhook URL at ${host} answered “gone” (HTTP 410) and was switched off. Events are kept in the meantime.`
        : `Webhooks to ${host} are not being delivered (${why}). Nothing is lost; they can be sent again at any time.`,
    ],
    act: { lead: 'Please check the reason on this page:', label: 'View deliveries' },
    notes: ['Only team administrators can open this page.'],
  }),
  sms_limit: ({ limit, used }) => ({
    ...(limit === 0
      ? {
          ...headed('No SMS are sent today'),
          says: ['The daily SMS limit is now 0. No new codes are sent to recipients.'],
        }
      : used === 'all'
        ? {
            ...headed('Today’s SMS limit has been reached'),
            says: [
              `Today’s limit of ${limit} SMS has been reached. No new codes are sent until midnight, Japan time.`,
            ],
          }
        : {
            ...headed('Today’s SMS limit is close'),
            says: [
              `80 % of today’s limit of ${limit} SMS has been used. Once the limit is reached, no new codes are sent.`,
            ],
          }),
    act: {
      lead: 'If this is unexpected, please check the daily figures. The limit can be changed in the team settings.',
      label: 'View SMS usage',
    },
    notes: ['Only team administrators can open this page.'],
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
