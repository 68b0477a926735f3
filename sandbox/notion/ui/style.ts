/** The look of the sandbox's pages: quiet, close to Notion's tables, readable in light and dark. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #37352f; --soft: #787774; --line: #e9e9e7; --ground: #fff; --hover: #f7f7f5; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e6e4; --soft: #9b9a97; --line: #373737; --ground: #191919; --hover: #232323; } }
body { margin: 0; font: 14px/1.5 ui-sans-serif, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; color: var(--ink); background: var(--ground); }
main { padding: 32px 40px 64px; }
h1 { font-size: 32px; margin: 0 0 4px; }
nav, .note { color: var(--soft); margin-bottom: 20px; }
a { color: inherit; text-decoration: underline; text-decoration-color: var(--line); text-underline-offset: 3px; }
a:hover { text-decoration-color: currentColor; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; }
th { text-align: left; font-weight: 400; color: var(--soft); white-space: nowrap; }
th, td { border: 1px solid var(--line); padding: 6px 10px; vertical-align: top; min-width: 72px; max-width: 320px; }
tr:hover td { background: var(--hover); }
td:first-child { font-weight: 500; position: sticky; left: 0; background: var(--ground); white-space: nowrap; }
.pill { display: inline-block; padding: 0 8px; margin: 0 4px 2px 0; border-radius: 4px; white-space: nowrap; color: #32302c; }
.default, .gray { background: #e3e2e0; } .brown { background: #eee0da; } .orange { background: #fadec9; }
.yellow { background: #fdecc8; } .green { background: #dbeddb; } .blue { background: #d3e5ef; }
.purple { background: #e8deee; } .pink { background: #f5e0e9; } .red { background: #ffe2dd; }
.person::before { content: "◍ "; color: var(--soft); }
.number { text-align: right; font-variant-numeric: tabular-nums; }
ul { padding-left: 18px; }
form { display: flex; gap: 6px; align-items: center; margin: 0; }
input, select, button { font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--line); border-radius: 4px; padding: 2px 8px; }
button { cursor: pointer; } button:hover { background: var(--hover); }
.comment { border-left: 3px solid var(--line); padding-left: 10px; margin: 8px 0; }
.error { background: #ffe2dd; color: #32302c; padding: 8px 12px; border-radius: 4px; }
`;
