/** Mails that a member does without (domain/optional-mail.ts). */
export const mailsOff = `alter table members add column mails_off text[] not null default '{}'`
