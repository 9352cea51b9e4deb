/** Whether the mail of a concluded document carries the sealed files or a link to them (domain/copy-link.ts). */
export const concludedMail = `alter table teams add column concluded_mail text not null default 'attached'
  check (concluded_mail in ('attached', 'link'))`
