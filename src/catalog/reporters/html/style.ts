/** The page's only style sheet; the policy of the page names its hash, so nothing else may style it. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--wash:#f6f7f8;--rule:#dfe2e6;--edge:#868e98;--ink:#16191d;--soft:#555d67;--accent:#2f55c8;--alarm:#a3260f;--full:#2f5fa8;--other:#54403c;--honest:#b08806;--raw:#bf3a0a;--reset:#7f3a60;--hang:#4f0f5c;--lie:#16191d}
@media screen and (prefers-color-scheme:dark){:root{--bg:#121417;--wash:#191c20;--rule:#2c3137;--edge:#727b86;--ink:#eceef1;--soft:#a6aeb8;--accent:#8ea9ff;--alarm:#ff9d85;--full:#62bdf2;--other:#b4e4de;--honest:#dec55c;--raw:#de7e30;--reset:#b15474;--hang:#8666cf;--lie:#eceef1}}
*{box-sizing:border-box}
html{font:clamp(1rem,.44vw + .64rem,1.375rem)/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;background:var(--bg);color:var(--ink);font-variant-numeric:tabular-nums lining-nums}
body{margin:0;font-size:.9375rem}
h1,h2,h3,p,ul,ol,dl,dd,figure,table{margin:0;padding:0}
ul,ol{list-style:none}
h1,h2,h3,b,th{font-weight:600}
pre{margin:0;font-size:.8125rem;white-space:pre-wrap;overflow-wrap:anywhere;border-left:2px solid var(--edge);padding-left:.75rem}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
code{font-size:.875em}
a{color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:3px}
.soft{color:var(--soft)}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.sheet{position:absolute;width:0;height:0}
svg{display:block;overflow:visible}
:not(svg)>svg{width:100%}
.lanes svg{height:1.25rem;margin-bottom:.25rem}
.lanes p{font-size:.8125rem;line-height:1.4;overflow-wrap:anywhere}
.small,.paper{display:none}
svg text{font-size:.75rem;fill:var(--soft)}
.k-full{fill:var(--full);fill-opacity:.28}.k-alt,.k-stale,.k-late{fill:var(--full)}.k-queued,.k-static,.k-partial{fill:var(--other)}.k-honest-error{fill:var(--honest)}.k-raw-error{fill:var(--raw)}.k-reset{fill:var(--reset)}.k-open,.k-hang{fill:var(--hang)}.k-lie{fill:var(--lie)}
.gap{fill:var(--bg)}.ink{fill:var(--ink)}.softf{fill:var(--soft)}.rulef{fill:var(--rule)}.washf{fill:var(--wash)}.lane{fill:var(--rule);stroke:var(--edge)}
.sw{display:inline-block;width:1rem;height:.75rem;vertical-align:-.0625rem;margin-right:.375rem;overflow:hidden}
.wrap{max-width:76rem;margin:0 auto;padding:1.5rem clamp(1rem,3vw,2.5rem) 3rem}
.over{display:flex;justify-content:space-between;gap:1rem;flex-wrap:wrap;font-size:.8125rem;color:var(--soft);border-top:2px solid var(--ink);padding-top:.5rem;margin-bottom:1.25rem}
.over b{color:var(--ink)}
.mast{display:grid;grid-template-columns:minmax(0,1fr);gap:1.25rem 2.5rem}
.grade{font-size:7rem;line-height:.8;font-weight:600;letter-spacing:-.04em;padding-bottom:.75rem}
.score{color:var(--soft);font-size:.875rem;line-height:1.3}
.score b{font-size:2rem;color:var(--ink);letter-spacing:-.02em}
.score span{display:block}
h1{font-size:.9375rem;font-weight:400;color:var(--soft);margin-bottom:.5rem}
h1 b{color:var(--ink)}
.one{font-size:clamp(1.25rem,2.2vw,1.625rem);line-height:1.3;letter-spacing:-.011em;max-width:36em;text-wrap:pretty}
.because{margin-top:.75rem;max-width:44em}
.scale{height:4rem;margin-top:1rem}
.seg{stroke:var(--bg);stroke-width:2}
.iv{stroke:var(--ink);stroke-width:14;opacity:.28}
.ceil{stroke:var(--alarm);stroke-width:2}
svg .ceilt{fill:var(--alarm)}
svg .b{font-weight:600;fill:var(--ink)}
.now{fill:var(--ink);stroke:var(--bg);stroke-width:3}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,15rem),1fr));gap:1.25rem 2.5rem}
.facts dt{font-size:.8125rem;color:var(--soft);border-top:1px solid var(--rule);padding-top:.5rem}
.method div:last-child{grid-column:1/-1}
section{padding-top:2.75rem}
h2{font-size:1.375rem;line-height:1.25;letter-spacing:-.015em;margin-bottom:.75rem}
h3{font-size:.9375rem;margin:1.25rem 0 .375rem}
h3 .soft{font-weight:400}
h1,.one,.because,.lead,dd,li{overflow-wrap:anywhere}
.lead{max-width:44em;color:var(--soft);text-wrap:pretty;margin-bottom:1rem}
.key{margin-left:1rem;font-weight:400;color:var(--soft);font-size:.8125rem}
.key span{white-space:nowrap;margin-right:.875rem}
.plots{position:relative}
.shade{position:absolute;inset:0;height:100%;z-index:-1}
.axis{stroke:var(--rule);stroke-width:1}
.tall rect{shape-rendering:crispEdges}
.tall{height:10rem}.mid{height:7rem}.phases{height:1.25rem}.ticks{height:1.5rem;margin-top:.25rem}
.on{fill:var(--ink);font-weight:600}
.edge{fill:none;stroke:var(--full);stroke-width:1.5px;vector-effect:non-scaling-stroke}
.need{fill:none;stroke:var(--ink);stroke-width:1.25px;vector-effect:non-scaling-stroke}
.lt{fill:var(--ink);font-size:.8125rem;paint-order:stroke;stroke:var(--bg);stroke-width:3px}
.opened{fill:var(--ink)}.first{fill:var(--edge)}
.yl{fill:var(--ink);paint-order:stroke;stroke:var(--bg);stroke-width:5px;stroke-linejoin:round}
table{border-collapse:collapse;width:100%;font-size:.875rem}
th,td{text-align:left;padding:.375rem .75rem .375rem 0;border-bottom:1px solid var(--rule);vertical-align:top}
thead th{font-weight:400;color:var(--soft);vertical-align:bottom}
tbody th{font-weight:400;min-width:7rem}
thead .r{white-space:normal;min-width:4rem}
.r{text-align:right;padding-right:0;padding-left:.75rem;white-space:nowrap}
.scroll{overflow-x:auto}
details{margin-top:.75rem}
summary{cursor:pointer;color:var(--accent);font-size:.875rem;width:fit-content}
.dims li{display:grid;grid-template-columns:9rem minmax(0,1fr) 8.5rem;gap:0 1.25rem;align-items:center;border-top:1px solid var(--rule);padding:.5rem 0}
.dims svg{height:1rem}
.slot{fill:none;stroke:var(--edge)}
.alarm{color:var(--alarm)}
.row{display:grid;grid-template-columns:6.5rem minmax(0,1fr) 8rem;gap:0 1.75rem;border-top:1px solid var(--rule);padding:1.125rem 0}
.lost b{font-size:1.5rem;letter-spacing:-.02em;line-height:1.1;white-space:nowrap}
.row h3{font-size:1rem;margin:0 0 .375rem}
.row dl div{display:grid;grid-template-columns:5.5rem minmax(0,1fr);gap:.75rem}
.row dt{color:var(--soft);font-size:.8125rem;line-height:1.7}
.row dd{max-width:40em;text-wrap:pretty;overflow-wrap:anywhere}
.gain{text-align:right;color:var(--soft);font-size:.8125rem}
.gain b{font-size:1.125rem;color:var(--accent);display:block}
.ex{margin:.75rem 0 1.25rem;font-size:.8125rem;overflow-wrap:anywhere}
.ex p{margin-top:.75rem}
.ex li{display:grid;grid-template-columns:18rem minmax(0,1fr);gap:.75rem;align-items:center}
.ex svg{height:1.25rem}
.hollow{fill:var(--bg);stroke:var(--ink);stroke-width:1.25}
.grey{fill:var(--edge)}
.dead{stroke:var(--alarm);stroke-dasharray:4 3}
footer{margin-top:3rem;border-top:1px solid var(--rule);padding-top:.75rem;color:var(--soft);font-size:.8125rem}
@media (min-width:60rem){.mast{grid-template-columns:auto minmax(0,1fr)}.over,.facts{grid-column:1/-1}.verdict{border-right:1px solid var(--rule);padding-right:2.5rem}.grade{font-size:9rem}}
@media screen and (max-width:47.99rem){.row{grid-template-columns:minmax(0,1fr) auto;row-gap:.5rem}.row .what{grid-row:2;grid-column:1/-1}.row dl div{grid-template-columns:minmax(0,1fr);gap:0}.ex li{grid-template-columns:minmax(0,1fr)}.key{display:block;margin:.125rem 0 0}.dims li{grid-template-columns:minmax(0,1fr) auto}.dims svg{grid-row:2;grid-column:1/-1}.odd,.wide{display:none}.small{display:block}.lanes svg{height:.625rem;margin-bottom:.5rem}table{font-size:.8125rem}th,td{padding-right:.5rem}.r{padding-left:.375rem;padding-right:0;white-space:normal}thead .r{min-width:3.5rem}tbody th{min-width:5.5rem}}
@media print{@page{size:A4;margin:14mm 13mm}html{font-size:9.5pt}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}.wrap{padding:0;max-width:none}section{padding-top:1.5rem}.row dl,.ex li,tr,.plots,.lead{break-inside:avoid}h2,h3,summary,.lead{break-after:avoid}summary{list-style:none;color:var(--ink)}.paper{display:inline}details:not([open],.long){display:none}@supports selector(::details-content){details:not([open],.long){display:block}details:not(.long)::details-content{content-visibility:visible}}.ex p{break-after:avoid}}
`.trim();
