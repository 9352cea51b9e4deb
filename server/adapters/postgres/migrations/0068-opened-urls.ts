/**
 * When a consent URL that was given out of the console was opened first: the page that shows its QR code says so and hides the
 * code, before anybody has entered a number. A release before leaves it empty.
 */
export const openedUrls = `
alter table signing_urls add column opened_at timestamptz;
`
