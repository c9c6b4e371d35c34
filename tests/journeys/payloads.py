"""Hostile texts: what would run, load or mislead if text were ever taken for markup."""

from itertools import product
from urllib.parse import quote

RUN = "window.pwned=1"
LOAD = "//pwned.invalid/x"

ELEMENTS = [
    "<script>{run}</script>",
    "<script src={load}></script>",
    "<SCRIPT\n>{run}</SCRIPT\t>",
    "<scr<script>ipt>{run}</scr</script>ipt>",
    "<img src=x onerror={run}>",
    "<img src={load}>",
    "<img srcset='{load} 1x'>",
    '<img/src="x"/onerror="{run}">',
    "<svg onload={run}>",
    "<svg><script>{run}</script></svg>",
    "<svg><animate onbegin={run} attributeName=x dur=1s>",
    "<svg><use href='data:image/svg+xml,<svg id=a onload={run}></svg>#a'/></svg>",
    "<svg><foreignObject><iframe src=javascript:{run}></foreignObject></svg>",
    "<math><mtext></p><style><img src=x onerror={run}></style>",
    "<iframe src='javascript:{run}'></iframe>",
    "<iframe srcdoc='<script>parent.{run}</script>'></iframe>",
    "<iframe src={load}></iframe>",
    "<object data='javascript:{run}'></object>",
    "<embed src={load}>",
    "<video><source onerror={run}></video>",
    "<audio src=x onerror={run}></audio>",
    "<body onload={run}>",
    "<details open ontoggle={run}>",
    "<input autofocus onfocus={run}>",
    "<select autofocus onfocus={run}>",
    "<textarea autofocus onfocus={run}>",
    "<marquee onstart={run}>",
    "<a href='javascript:{run}'>press</a>",
    "<a href='{load}' ping='{load}'>press</a>",
    "<form action='javascript:{run}'><button>press</button></form>",
    "<link rel=stylesheet href={load}>",
    "<link rel=prefetch href={load}>",
    "<meta http-equiv=refresh content='0;url={load}'>",
    "<base href='{load}'>",
    "<style>*{{background:url({load})}}</style>",
    "<div style='background:url({load})'>text</div>",
    "<div style='position:fixed;inset:0;z-index:9999'>over everything</div>",
    "<p onpointerenter={run} onclick={run}>hover</p>",
    "<template><script>{run}</script></template>",
    "<noscript><p title='</noscript><img src=x onerror={run}>'>",
    "<!--><img src=x onerror={run}>-->",
    "<![CDATA[<script>{run}</script>]]>",
    "<?xml version='1.0'?><x xmlns='http://www.w3.org/1999/xhtml'><script>{run}</script></x>",
    "<custom-element onclick={run}></custom-element>",
    "<dialog open>Sign in again: <input type=password></dialog>",
]
ESCAPES = [
    "{0}",
    '">{0}',
    "'>{0}",
    "</textarea>{0}",
    "</title></style></script>{0}",
]
LINKS = [
    "javascript:{run}",
    "JaVaScRiPt:{run}",
    "java\tscript:{run}",
    "\x6aavascript:{run}",
    "vbscript:msgbox(1)",
    "data:text/html,<script>{run}</script>",
    "data:text/html;base64,PHNjcmlwdD53aW5kb3cucHduZWQ9MTwvc2NyaXB0Pg==",
    "data:image/svg+xml,<svg onload={run}>",
    "blob:http://127.0.0.1/pwned",
    "file:///etc/passwd",
    "https:{load}",
    "//pwned.invalid",
    "http://127.0.0.1@pwned.invalid/",
]
LINK_FORMS = ["{0}", "[press]({0})", "![picture]({0})", "<{0}>", "[x]: {0}", '<a href="{0}">x</a>']
TEMPLATES = [
    "{{{{constructor.constructor('{run}')()}}}}",
    "${{{run}}}",
    "#{{{run}}}",
    "<%= {run} %>",
    "{{% raw %}}{run}{{% endraw %}}",
    "[[${{{run}}}]]",
    "{{{{7*7}}}}",
    "${{7*7}}",
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "hasOwnProperty",
    '{{"__proto__": {{"pwned": 1}}}}',
    "constructor.prototype.pwned",
    "'; DROP TABLE events; --",
    "' OR '1'='1",
    "$(touch pwned)",
    "`touch pwned`",
    "../../../../etc/passwd",
    "%0d%0aSet-Cookie: pwned=1",
    "data: pwned",
    "event: accepted",
    "id: 999999",
    "=HYPERLINK('http://pwned.invalid')",
    "null",
    "undefined",
    "NaN",
    "[object Object]",
    "true",
    "-1e999",
]
UNICODE = [
    "\u202egnp.elif",
    "left \u2066isolated\u2069 right",
    "\u200bzero\u200bwidth\u200b between",
    "j\u200bavascript:{run}",
    "byte order mark \ufeff within",
    "\u00adsoft\u00adhyphen",
    "\u061c arabic letter mark",
    "Z\u0351\u036b\u0343a\u0321\u035bl\u0488\u0489g\u0321\u035bo",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 family",
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f flag",
    "\uff1cscript\uff1e{run}\uff1c/script\uff1e",
    "\u02bascript\u02ba",
    "\u2028line\u2028separator",
    "\u2029paragraph\u2029separator",
    "\u0130stanbul \u0131 \u017f \u212a",
    "\ufdfd \u1242b \ufdfa",
    "\u05e2\u05d1\u05e8\u05d9\u05ea mixed with \u0627\u0644\u0639\u0631\u0628\u064a\u0629",
    "\ufffd replacement \ufffe noncharacter",
    "&lt;script&gt;{run}&lt;/script&gt;",
    "&#60;img src=x onerror={run}&#62;",
    "&amp;lt;svg onload={run}&amp;gt;",
    "%3Cscript%3E{run}%3C/script%3E",
    "%253Cscript%253E{run}%253C/script%253E",
    "\\u003cscript\\u003e{run}\\u003c/script\\u003e",
    "\\x3cscript\\x3e{run}",
    "+ADw-script+AD4-{run}+ADw-/script+AD4-",
    "PHNjcmlwdD4= is base64",
    "W" * 3_000,
    "\u0915\u094d\u0937" * 500,
    "a\u0300" * 1_000,
    "very " * 800 + "long",
]


def payloads() -> list[str]:
    """All of them, each once, as the server keeps them: trimmed."""
    elements = [wrap.format(filled(one)) for wrap, one in product(ESCAPES, ELEMENTS)]
    links = [form.format(filled(one)) for form, one in product(LINK_FORMS, LINKS)]
    encoded = [quote(filled(one)) for one in ELEMENTS[:20]]
    rest = [filled(one) for one in (*TEMPLATES, *UNICODE)]
    every = (text.strip() for text in (*elements, *links, *encoded, *rest))
    return list(dict.fromkeys(every))


def filled(pattern: str) -> str:
    return pattern.format(run=RUN, load=LOAD) if "{" in pattern else pattern
