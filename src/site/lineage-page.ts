import { pageShell } from './page-shell.ts'

/** `site/lineage/index.html`: which run or version it shows stands after the `#` of its address. */
export const lineagePage = (): string =>
  pageShell({
    title: 'Lineage',
    root: '../',
    styles: ['assets/lineage.css'],
    scripts: ['assets/lineage.js'],
    // The empty element has the id under which the graph library looks for a style sheet of its own; what it would say is in
    // lineage.css, since the page's policy lets no script add styles.
    body: `<span id="__________cytoscape_stylesheet" hidden></span>
<h1>Lineage</h1>
<p id="about" role="status">Loading …</p>
<form id="choose" class="lineage-bar">
<label>Run <select id="run"></select></label>
<label>Find <input id="find" type="search" list="names" autocomplete="off"></label>
<datalist id="names"></datalist>
<label>Show <select id="detail"><option value="state">states</option><option value="group">states and source groups</option><option value="run">the run as one box</option></select></label>
<button type="button" id="nearer" aria-label="Zoom in">+</button>
<button type="button" id="farther" aria-label="Zoom out">−</button>
<button type="button" id="fit">Whole graph</button>
</form>
<div id="graph" class="lineage-graph" role="application" tabindex="0" aria-label="Graph of datasets and states. Arrow keys move it, plus and minus zoom, 0 shows all of it. The table below says the same."></div>
<section id="details" class="lineage-details" tabindex="0" aria-live="polite" aria-label="Details"><p>Choose a dataset or a state, in the graph or in the table.</p></section>
<h2 id="table-title">Datasets and states</h2>
<div class="lineage-scroll" tabindex="0" role="region" aria-labelledby="table-title"><table id="table"><thead><tr><th scope="col">Name</th><th scope="col">Kind</th><th scope="col">Made from</th><th scope="col">Goes to</th></tr></thead><tbody></tbody></table></div>
<noscript><p>This page draws with a script. <code>hotpass lineage show DATASET</code> says the same in a terminal.</p></noscript>`,
  })
