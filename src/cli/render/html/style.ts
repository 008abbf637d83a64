/** The style of every page: light and dark by the reader's setting, one column on a phone, plain on paper. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--fg:#1a1f29;--dim:#5b6472;--line:#dfe3e8;--soft:#f5f7f9;--link:#0b57c2;--warn:#8a4b00;
--c0:#2f6fde;--c1:#e0792b;--c2:#2f9e6b;--c3:#b64fc8;--c4:#c9a100;--c5:#d6455d;--c6:#3aa5c4;--c7:#8a919c}
@media(prefers-color-scheme:dark){:root{--bg:#12151b;--fg:#e8ebf0;--dim:#9aa4b2;--line:#2c333f;--soft:#1a1f28;--link:#7db0ff;--warn:#f0b45f}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--fg);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:1080px;margin:0 auto;padding:32px 20px 64px}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 4px;overflow-wrap:anywhere}
h2{font-size:1.15rem;margin:40px 0 10px}
p{margin:6px 0;overflow-wrap:anywhere}
.dim{color:var(--dim)}.warn{color:var(--warn)}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:24px 0 0;padding:0}
.cards div{border:1px solid var(--line);border-radius:8px;padding:12px 14px;background:var(--soft);min-width:0}
.cards dt{color:var(--dim);font-size:.85rem}
.cards dd{margin:2px 0 0;font-size:1.3rem;font-weight:600;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
.cards dd small{display:block;font-size:.8rem;font-weight:400;color:var(--dim)}
.scroll{overflow-x:auto}
.scroll:focus-visible,button:focus-visible,summary:focus-visible{outline:2px solid var(--link);outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:.925rem}
table.narrow{width:auto}.narrow th,.narrow td{padding-right:32px}.narrow td{overflow-wrap:anywhere}
tbody th{white-space:normal}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th,td{text-align:left;padding:7px 14px 7px 0;border-bottom:1px solid var(--line);vertical-align:top}
td:first-child{overflow-wrap:anywhere;min-width:11ch}
th{color:var(--dim);font-weight:500;white-space:nowrap}
.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
th:last-child,td:last-child{padding-right:0}
tfoot td{font-weight:600;border-bottom:0}
th button{all:unset;cursor:pointer}
th[aria-sort=ascending] button::after{content:" \\2191"}
th[aria-sort=descending] button::after{content:" \\2193"}
.legend{display:flex;flex-wrap:wrap;gap:6px 8px;list-style:none;margin:8px 0 0;padding:0}
.legend button{font:inherit;font-size:.85rem;color:inherit;background:none;border:1px solid var(--line);border-radius:99px;padding:2px 10px 2px 8px;cursor:pointer;max-width:100%;overflow-wrap:anywhere;text-align:left}
.legend button[aria-pressed=true]{border-color:var(--fg)}
.legend svg{width:10px;height:10px;margin-right:6px}
.chart{display:block;width:100%;height:auto}
.chart{min-width:600px}
.chart text{fill:var(--dim);font:15px system-ui,sans-serif}
figure{margin:0}
.chart line{stroke:var(--line)}
.f0{fill:var(--c0)}.f1{fill:var(--c1)}.f2{fill:var(--c2)}.f3{fill:var(--c3)}.f4{fill:var(--c4)}.f5{fill:var(--c5)}.f6{fill:var(--c6)}.f7{fill:var(--c7)}
.faded{opacity:.15}
details{margin:8px 0}summary{cursor:pointer;color:var(--dim)}
pre{overflow-x:auto;background:var(--soft);border:1px solid var(--line);border-radius:8px;padding:12px 14px;font-size:.85rem}
ul{padding-left:20px;margin:6px 0}li{overflow-wrap:anywhere}
footer{margin-top:48px;padding-top:12px;border-top:1px solid var(--line);font-size:.85rem;color:var(--dim)}
@media(max-width:520px){main{padding:20px 14px 40px}h1{font-size:1.4rem}.cards{grid-template-columns:1fr 1fr}}
@media print{:root{--bg:#fff;--fg:#000;--dim:#444;--line:#bbb;--soft:#fff}main{max-width:none;padding:0}.scroll{overflow:visible}tr,.cards div,.chart{break-inside:avoid}h2{break-after:avoid}}
`;
