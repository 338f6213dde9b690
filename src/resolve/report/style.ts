/** The report's only style sheet; it stands inside the page. */
export const STYLE = `
:root { color-scheme: light; }
body { margin: 0; background: #fbfaf7; color: #1d2328; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.8rem; margin: 0 0 .5rem; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid #d9d5cb; padding-bottom: .25rem; }
h3 { margin: 1.5rem 0 .25rem; overflow-wrap: anywhere; }
.lead { font-size: 1.1rem; }
figure { margin: .5rem 0 1rem; }
figcaption { color: #555c63; font-size: .9rem; }
figure svg { max-width: 100%; height: auto; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; }
th, td { text-align: start; padding: .25rem .6rem; border-bottom: 1px solid #e3dfd5; vertical-align: top; min-width: 5rem; overflow-wrap: break-word; unicode-bidi: plaintext; }
td.number { text-align: end; font-variant-numeric: tabular-nums; }
section { border-inline-start: 4px solid #c9b98a; padding-inline-start: 1rem; margin: 1.5rem 0; }
.warnings { background: #fff4d6; border: 1px solid #e4c977; padding: .75rem 1rem .75rem 2rem; }
`
