/** The page. Double braces escape; triple ones take markup of ours, made of numbers and escaped names. */
export const TEMPLATE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{{{styleHash}}}'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">
<title>{{title}}</title><link rel="icon" href="data:,"><style>{{{style}}}</style></head>
<body>{{{hatches}}}<div class="wrap">
<header class="mast">
<p class="over"><span><b>Brownout</b> scorecard</span><span>{{when}} · {{length}} · rubric {{rubric}} · seed {{seed}}</span></p>
<div class="verdict"><p class="grade"><span class="vh">Grade </span>{{grade}}</p><p class="score">{{#if score}}<b>{{score}}</b> of 100{{else}}no grade{{/if}}<span>{{interval}}</span></p></div>
<div><h1><b><bdi>{{subject}}</bdi></b> in <b>{{scenario}}</b></h1><p class="one">{{sentence}}</p><p class="because"><b>{{verdict}}</b>{{#if because}}: {{because}}{{/if}}</p>{{{scale}}}</div>
<dl class="facts">{{#if isGraded}}
<div><dt>Costs most</dt><dd>{{#if dearest}}{{#each dearest}}<b>−{{points}}</b> {{title}}<br>{{/each}}{{else}}{{nothing}}{{/if}}</dd></div>
{{#if first}}<div><dt>Do first</dt><dd>{{first.remedy}} <b>{{first.gain}}</b></dd></div>
{{/if}}<div><dt>Ceiling</dt><dd>{{ceiling}}</dd></div>
<div><dt>Trust</dt><dd>Confidence {{confidence}}. {{trust}}</dd></div>
{{else}}<div><dt>Points and ceilings</dt><dd>{{ungraded}}</dd></div>{{/if}}</dl></header>
<main>
<section><h2>The picture</h2><p class="lead">One time axis for both sides: what users got, and what the providers had to bear because of it.</p>
<figure>{{{picture}}}</figure>
<h3>The same in numbers <span class="soft">every request counts in the phase in which it was due</span></h3><div class="scroll" tabindex="0" role="region" aria-label="What users got, in numbers"><table><thead><tr><th scope="col">users got</th>{{#each phases}}<th scope="col" class="r">{{this}}</th>{{/each}}</tr></thead>
<tbody>{{#each totals}}<tr><th scope="row">{{{swatch}}}{{title}}</th>{{#each cells}}<td class="r">{{this}}</td>{{/each}}</tr>{{/each}}</tbody></table></div>{{#if journeys}}
<h3>Each journey in the outage <span class="soft">those too that need no model</span></h3><div class="scroll" tabindex="0" role="region" aria-label="Each journey in the outage"><table><thead><tr><th scope="col">journey</th><th scope="col">in time</th><th scope="col">users got</th></tr></thead>
<tbody>{{#each journeys}}<tr><th scope="row">{{journey}}</th><td>{{inTime}}</td><td>{{got}}</td></tr>{{/each}}</tbody></table></div>{{/if}}</section>
<section><h2>Points</h2>
{{#if isGraded}}<p class="lead">What can be earned is the frame, what was earned is the fill.</p><ul class="dims">{{#each dimensions}}<li><b>{{title}}</b><svg aria-hidden="true"><rect width="100%" height="100%" class="slot"/><rect width="{{percent}}%" height="100%" class="ink"/></svg><span class="r"><b>{{points}}</b>{{#if of}} of {{of}}{{/if}}</span></li>{{/each}}</ul>{{else}}<p>{{ungraded}}</p>{{/if}}
<details><summary>All measures behind them, with what earns their points</summary><div class="scroll" tabindex="0" role="region" aria-label="Measures and points"><table><thead><tr><th scope="col">measure</th><th scope="col" class="r">seen</th><th scope="col" class="r">earns 90 %</th><th scope="col" class="r">earns 50 %</th><th scope="col" class="r">points</th></tr></thead>
<tbody>{{#each terms}}<tr><th scope="row">{{title}} <code class="soft">{{measure}}</code></th><td class="r">{{value}}</td><td class="r">{{p10}}</td><td class="r">{{median}}</td><td class="r">{{points}} of {{of}}</td></tr>{{/each}}</tbody></table></div></details></section>
<section><h2>Ceilings</h2><p class="lead">What must never happen, however good the rest is.</p><div class="scroll" tabindex="0" role="region" aria-label="Ceilings"><table><thead><tr><th scope="col">must never happen</th><th scope="col">seen</th><th scope="col" class="r">ceiling</th><th scope="col" class="r">state</th></tr></thead>
<tbody>{{#each caps}}<tr{{#if binding}} class="alarm"{{/if}}><th scope="row">{{title}}</th><td>{{because}}</td><td class="r">{{cap}}</td><td class="r">{{state}}</td></tr>{{/each}}</tbody></table></div></section>
<section><h2>{{#if isGraded}}Where points were lost{{else}}What was found{{/if}}</h2>{{#if findings}}{{#each findings}}
<div class="row"><div class="lost"><b>{{lost}}</b></div><div class="what"><h3>{{title}}</h3><dl>
<div><dt>Seen</dt><dd>{{seen}}</dd></div><div><dt>Required</dt><dd>{{required}}</dd></div><div><dt>Users got</dt><dd>{{usersGot}}</dd></div><div><dt>Fix</dt><dd>{{remedy}}</dd></div></dl>
{{#if examples}}<details><summary>{{examples.length}} requests that show it</summary><div class="ex">{{#each examples}}{{{this}}}{{/each}}</div></details>{{/if}}</div>
<div class="gain">{{#if isGain}}<b>{{gain}}</b>if mended{{else}}{{gain}}{{/if}}</div></div>{{/each}}{{else}}<p>{{nothing}}</p>{{/if}}</section>
{{#if gates}}<section><h2>Gates</h2><div class="scroll" tabindex="0" role="region" aria-label="Gates"><table><thead><tr><th scope="col">gate</th><th scope="col">verdict</th><th scope="col">why</th></tr></thead><tbody>{{#each gates}}<tr><th scope="row">{{text}}</th><td>{{verdict}}</td><td>{{because}}</td></tr>{{/each}}</tbody></table></div></section>{{/if}}
<section><h2>The outage</h2><p class="lead">{{story}}</p>{{#if sources}}<ul>{{#each sources}}<li class="soft">{{this}}</li>{{/each}}</ul>{{/if}}</section>
{{#if death}}<section><h2>How the app ended</h2><p class="lead">{{death.said}}</p>{{#if death.lastWords}}<pre>{{#each death.lastWords}}{{this}}
{{/each}}</pre>{{/if}}</section>
{{/if}}{{#if network}}<section><h2>The network</h2><ul>{{#each network}}<li>{{this}}</li>{{/each}}</ul></section>{{/if}}
<section><h2>All measurements</h2><details class="long"><summary>{{measurements.length}} measurements<span class="paper">, which the page and scorecard.json list</span></summary><div class="scroll" tabindex="0" role="region" aria-label="Measurements"><table><thead><tr><th scope="col">measure</th><th scope="col">of</th><th scope="col" class="r">value</th><th scope="col" class="r">95 % interval</th><th scope="col" class="r">n</th></tr></thead><tbody>{{#each measurements}}<tr><th scope="row"><code>{{id}}</code></th><td>{{scope}}</td>{{#if isKnown}}<td class="r">{{value}}</td><td class="r">{{interval}}</td><td class="r">{{samples}}</td>{{else}}<td colspan="3" class="soft">{{value}}</td>{{/if}}</tr>{{/each}}</tbody></table></div></details></section>
<section><h2>Method</h2><dl class="facts method">{{#each method}}<div><dt>{{name}}</dt>{{#each lines}}<dd>{{this}}</dd>{{/each}}</div>{{/each}}</dl></section>
</main><footer>Made by Brownout {{version}} from plan.json, events.ndjson and run.json in this folder; nothing was sent anywhere.</footer>
</div></body></html>
`;
