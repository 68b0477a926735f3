import { raw } from 'hono/html';

/** The admin page's own style: it loads nothing from anywhere, and follows what the reader's system prefers. */
export const STYLE = raw(`
:root { color-scheme: light dark; --ink: #1d2430; --soft: #596273; --paper: #fff; --line: #d9dde4; --link: #0b57d0; --good: #11652f; --bad: #a4131b; --well: #f4f6f9; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e7eaf0; --soft: #a9b2c1; --paper: #14171c; --line: #353b46; --link: #8ab4f8; --good: #7bd69a; --bad: #ff9a94; --well: #1d2129; }
}
body { margin: 0 auto; max-width: 68rem; padding: 1rem 1.25rem 3rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
header { display: flex; flex-wrap: wrap; gap: .5rem 2rem; align-items: baseline; border-bottom: 1px solid var(--line); }
h1 { font-size: 1.4rem; margin: .5rem 0; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
nav { display: flex; gap: 1.25rem; }
a { color: var(--link); }
a[aria-current] { color: inherit; font-weight: 600; text-decoration: none; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; white-space: nowrap; }
td { overflow-wrap: anywhere; min-width: 6rem; }
code { font-size: .9em; }
form { margin: 0; }
section > form { margin-top: .75rem; }
button { font: inherit; color: inherit; background: var(--well); border: 1px solid var(--soft); border-radius: .35rem; padding: .2rem .7rem; cursor: pointer; white-space: nowrap; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.good { color: var(--good); font-weight: 600; }
.bad { color: var(--bad); font-weight: 600; }
.note { background: var(--well); padding: .5rem .75rem; border-radius: .35rem; }
`);
