# ruff: noqa: E501  (what a program writes stands in one piece)
"""Fragments as programs put them on the clipboard, each with the Markdown that it becomes."""

from typing import Final

DOCS: Final = '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1f2e3d4c-7fff-1234">'
RUN: Final = (
    "font-size:11pt;font-family:Arial,sans-serif;color:#000000;background-color:transparent;font-style:normal;"
    "font-variant:normal;text-decoration:none;vertical-align:baseline;white-space:pre-wrap;"
)
WORD: Final = (
    "<html xmlns:o='urn:schemas-microsoft-com:office:office' xmlns:w='urn:schemas-microsoft-com:office:word'><head>"
    "<meta name=Generator content='Microsoft Word 15'><!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View>"
    "</w:WordDocument></xml><![endif]--><style><!-- p.MsoNormal {mso-style-parent:''; margin:0cm} --></style></head>"
    "<body lang=EN-GB style='tab-interval:36.0pt'><!--StartFragment-->"
)
WORD_END: Final = "<!--EndFragment--></body></html>"


def word(html: str) -> str:
    return f"{WORD}{html}{WORD_END}"


def item(text: str, *, marker: str = "·", level: int = 1, place: str = "Middle") -> str:
    return (
        f"<p class=MsoListParagraphCxSp{place} style='text-indent:-18.0pt;mso-list:l0 level{level} lfo1'>"
        "<![if !supportLists]><span style='font-family:Symbol;mso-bidi-font-family:Symbol'>"
        f"<span style='mso-list:Ignore'>{marker}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span>"
        f"</span></span><![endif]>{text}<o:p></o:p></p>"
    )


def docs(html: str) -> str:
    return f"{DOCS}{html}</b><br class='Apple-interchange-newline'>"


def run(text: str, style: str = "font-weight:400;") -> str:
    return f'<span style="{RUN}{style}">{text}</span>'


FRAGMENTS: Final[dict[str, tuple[str, str]]] = {
    # --- Word
    "word: a paragraph": (
        word("<p class=MsoNormal><span lang=EN-GB style='font-size:12.0pt'>The amygdala fell.<o:p></o:p></span></p>"),
        "The amygdala fell.",
    ),
    "word: an empty paragraph": (
        word("<p class=MsoNormal>One.</p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>Two.</p>"),
        "One.\n\nTwo.",
    ),
    "word: lines broken in the source": (word("<p class=MsoNormal>The amygdala\r\nfell\n less.</p>"), "The amygdala fell less."),
    "word: emphasis": (
        word("<p class=MsoNormal>It <b style='mso-bidi-font-weight:normal'>fell</b> and <i>rose</i>.</p>"),
        "It **fell** and *rose*.",
    ),
    "word: runs that it split": (
        word("<p class=MsoNormal><b><span lang=EN-GB>Amyg</span></b><b><span>dala</span></b> fell.</p>"),
        "**Amygdala** fell.",
    ),
    "word: a space that is bold": (word("<p class=MsoNormal><b>It </b>fell<i> fast</i>.</p>"), "**It** fell *fast*."),
    "word: bold with a colon": (word("<p class=MsoNormal><b>Note:</b>it fell.</p>"), "**Note**:it fell."),
    "word: bold and italic": (word("<p class=MsoNormal><b><i>Both</i></b> fell.</p>"), "***Both*** fell."),
    "word: headings": (
        word("<h1>Methods<o:p></o:p></h1><p class=MsoNormal>One.</p><h2>People</h2><p class=MsoNormal>Two.</p>"
             "<h1><a name='_Toc1'></a>Results</h1>"),
        "## Methods\n\nOne.\n\n### People\n\nTwo.\n\n## Results",
    ),
    "word: a title above sections": (
        word("<p class=MsoTitle>The study</p><h1>Methods</h1><p class=MsoNormal>One.</p><h1>Results</h1>"),
        "## The study\n\n## Methods\n\nOne.\n\n## Results",
    ),
    "word: a bold heading": (word("<h2><b><span lang=EN-US>Methods</span></b></h2>"), "## Methods"),
    "word: headings three deep": (
        word("<h1>A</h1><h1>B</h1><h2>C</h2><h3>D</h3><p class=MsoNormal>E.</p>"), "## A\n\n## B\n\n### C\n\n**D**\n\nE.",
    ),
    "word: a list": (
        word(item("One", place="First") + item("Two") + item("Three", place="Last")), "- One\n- Two\n- Three",
    ),
    "word: a nested list": (
        word(item("One", place="First") + item("Deeper", marker="o", level=2) + item("Two", place="Last")),
        "- One\n  - Deeper\n- Two",
    ),
    "word: a numbered list": (
        word(item("One", marker="1.", place="First") + item("Two", marker="2.", place="Last")), "1. One\n2. Two",
    ),
    "word: a numbered list that goes on": (
        word(item("Four", marker="4.", place="First") + item("Five", marker="5.", place="Last")), "4. Four\n5. Five",
    ),
    "word: letters in a numbered list": (
        word(item("One", marker="1)", place="First") + item("Deeper", marker="a)", level=2) + item("Two", marker="2)")),
        "1. One\n   1. Deeper\n2. Two",
    ),
    "word: a list between paragraphs": (
        word("<p class=MsoNormal>Before.</p>" + item("One", place="First") + "<p class=MsoNormal>After.</p>"),
        "Before.\n\n- One\n\nAfter.",
    ),
    "word: a list with a picture font": (word(item("One", marker="\uf0b7", place="First")), "- One"),
    "word: a deleted and an inserted word": (
        word("<p class=MsoNormal>It <del cite='mailto:Ann' datetime='2026-01-01T10:00'><span>rose</span></del>"
             "<ins cite='mailto:Ann' datetime='2026-01-01T10:00'><span>fell</span></ins>.</p>"),
        "It fell.",
    ),
    "word: a comment": (
        word("<p class=MsoNormal>It <a style='mso-comment-reference:AB_1;mso-comment-date:20260101T1000'>fell</a>"
             "<span class=MsoCommentReference><span style='font-size:8.0pt'><![if !supportAnnotations]>"
             "<a class=msocomanchor id='_anchor_1' href='#_msocom_1' name='_msoanchor_1'>[AB1]</a><![endif]></span></span>"
             ".</p><div style='mso-element:comment-list'><div style='mso-element:comment'><div id='_com_1' class=msocomtxt>"
             "<p class=MsoCommentText>Really?</p></div></div></div>"),
        "It fell.",
    ),
    "word: a footnote": (
        word("<p class=MsoNormal>It fell.<a style='mso-footnote-id:ftn1' href='#_ftn1' name='_ftnref1' title=''>"
             "<span class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]>"
             "<span class=MsoFootnoteReference><span>[1]</span></span><![endif]></span></span></a> It rose.</p>"
             "<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all><hr align=left size=1 width='33%'>"
             "<![endif]><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' "
             "href='#_ftnref1' name='_ftn1' title=''><span class=MsoFootnoteReference>[1]</span></a> Only in one group.</p>"
             "</div></div>"),
        "It fell.[^only-in-one] It rose.\n\n[^only-in-one]: Only in one group.",
    ),
    "word: superscript and subscript": (
        word("<p class=MsoNormal>H<sub>2</sub>O at 10<sup>-3</sup> m</p>"), "H~2~O at 10^-3^ m",
    ),
    "word: a table": (
        word("<table class=MsoTableGrid border=1><tr><td width=100><p class=MsoNormal><b>Study<o:p></o:p></b></p></td>"
             "<td><p class=MsoNormal>People</p></td></tr><tr><td><p class=MsoNormal>Furmark</p></td><td><p class=MsoNormal>"
             "18</p></td></tr></table>"),
        "| **Study** | People |\n|---|---|\n| Furmark | 18 |",
    ),
    "word: a picture": (
        word("<p class=MsoNormal><!--[if gte vml 1]><v:shape></v:shape><![endif]--><![if !vml]>"
             "<img width=100 src='file:///C:/Temp/msohtmlclip1/01/clip_image001.png' v:shapes='Picture_1'><![endif]>It fell.</p>"),
        "It fell.",
    ),
    "word: a quotation": (word("<p class=MsoQuote>It fell.</p>"), "> It fell."),
    "word: hidden text": (word("<p class=MsoNormal>It <span style='display:none;mso-hide:all'>never </span>fell.</p>"), "It fell."),
    "word: soft hyphens and odd spaces": (word("<p class=MsoNormal>amyg&shy;dala&nbsp;fell\u200b&#8201;fast.</p>"), "amygdala fell fast."),
    "word: a link": (
        word("<p class=MsoNormal>See <a href='https://doi.org/10.1000/x'><span>the paper</span></a>.</p>"),
        "See [the paper](https://doi.org/10.1000/x).",
    ),
    "word: a bookmark": (word("<p class=MsoNormal><a name='_Hlk1'>It fell</a>, see <a href='#_Toc1'>above</a>.</p>"), "It fell, see above."),
    # --- Google Docs
    "docs: a paragraph": (docs(f'<p dir="ltr" style="line-height:1.38;margin-top:0pt">{run("It fell.")}</p>'), "It fell."),
    "docs: emphasis": (
        docs(f'<p dir="ltr">{run("It ")}{run("fell", "font-weight:700;")}{run(" and ")}'
             f'{run("rose", "font-style:italic;")}{run(".")}</p>'.replace("font-style:normal;", "")),
        "It **fell** and *rose*.",
    ),
    "docs: superscript": (
        docs(f'<p dir="ltr">{run("mc")}<span style="font-size:0.6em;vertical-align:super;">2</span></p>'), "mc^2^",
    ),
    "docs: subscript": (docs('<p dir="ltr"><span>CO</span><span style="vertical-align:sub;">2</span></p>'), "CO~2~"),
    "docs: a heading": (
        docs(f'<h2 dir="ltr" style="margin-top:18pt">{run("Methods", "font-weight:400;")}</h2><p dir="ltr">{run("One.")}</p>'),
        "## Methods\n\nOne.",
    ),
    "docs: a nested list": (
        docs('<ul style="margin-top:0"><li dir="ltr" style="list-style-type:disc" aria-level="1"><p dir="ltr" '
             f'role="presentation">{run("One")}</p></li><ul><li dir="ltr" aria-level="2"><p dir="ltr" role="presentation">'
             f'{run("Deeper")}</p></li></ul><li dir="ltr" aria-level="1"><p dir="ltr">{run("Two")}</p></li></ul>'),
        "- One\n\n  - Deeper\n- Two",
    ),
    "docs: a numbered list": (
        docs(f'<ol start="3"><li dir="ltr"><p dir="ltr">{run("Three")}</p></li><li><p>{run("Four")}</p></li></ol>'),
        "3. Three\n4. Four",
    ),
    "docs: a link by a detour": (
        docs('<p dir="ltr"><a href="https://www.google.com/url?q=https://example.org/a%3Fb%3D1&amp;sa=D&amp;source=editors" '
             f'style="text-decoration:none">{run("the paper", "text-decoration:underline;")}</a></p>'),
        "[the paper](https://example.org/a?b=1)",
    ),
    "docs: a suggestion to delete": (
        docs('<p dir="ltr"><span>It </span><span style="text-decoration:line-through;">rose</span><span>fell.</span></p>'),
        "It fell.",
    ),
    "docs: a comment": (
        '<p>It fell.<sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup></p><div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a>'
        "<span>Really?</span></p></div>",
        "It fell.",
    ),
    "docs: a footnote": (
        '<p>It fell.<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup></p><hr><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a>'
        "<span> Only once.</span></p></div>",
        "It fell.[^only-once]\n\n[^only-once]: Only once.",
    ),
    "docs: a table": (
        docs('<div dir="ltr"><table><colgroup><col width="100"><col></colgroup><tbody><tr><td><p dir="ltr"><span>A</span></p>'
             "</td><td><p>B</p><p>C</p></td></tr><tr><td>1</td><td><ul><li>x</li><li>y</li></ul></td></tr></tbody></table></div>"),
        "| A | B C |\n|---|---|\n| 1 | x; y |",
    ),
    # --- LibreOffice
    "libreoffice: a paragraph": (
        '<meta http-equiv="content-type" content="text/html; charset=utf-8"/><style>p { line-height: 115% }</style>'
        '<p lang="en-GB" style="margin-bottom: 0cm"><font face="Liberation Serif"><font size="3">It <b>fell</b>.</font></font></p>',
        "It **fell**.",
    ),
    "libreoffice: a list": ("<ul><li><p style='margin-bottom: 0cm'>One</p></li><li><p>Two</p></li></ul>", "- One\n- Two"),
    "libreoffice: a footnote": (
        '<p class="western">It fell.<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a></p>'
        '<div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>'
        "\tOnly once.</p></div>",
        "It fell.[^only-once]\n\n[^only-once]: Only once.",
    ),
    # --- Web pages
    "page: a paragraph of a browser": (
        '<meta charset="utf-8"><span style="color: rgb(33, 33, 33); font-family: BlinkMacSystemFont; font-size: 16px; '
        'font-style: normal; font-weight: 400; white-space: normal; display: inline !important; float: none;">It fell.</span>',
        "It fell.",
    ),
    "page: a space of Apple": ('It<span class="Apple-converted-space">&nbsp;</span>fell.', "It fell."),
    "page: a journal with numbers of references": (
        '<p>It fell<sup><a href="#b1" data-ref="1">1</a>,<a href="#b2">2</a></sup>.</p>', "It fell^1,2^.",
    ),
    "page: an encyclopedia": (
        '<p>The <b>amygdala</b><sup id="cite_ref-1" class="reference"><a href="#cite_note-1"><span>[</span>1<span>]</span></a>'
        '</sup> is <a href="https://en.wikipedia.org/wiki/Brain_(organ)" title="Brain">in the brain</a>.'
        '<span class="mw-editsection">[edit]</span></p>',
        "The **amygdala**[1] is [in the brain](https://en.wikipedia.org/wiki/Brain_%28organ%29).",
    ),
    "page: PubMed": (
        '<div class="abstract-content selected" id="eng-abstract"><p><strong class="sub-title"> Objective: </strong> To see '
        '<i>why</i>.</p><p><strong class="sub-title"> Results: </strong> It fell (p &lt; 0.05).</p></div>',
        "**Objective:** To see *why*.\n\n**Results:** It fell (p < 0.05).",
    ),
    "page: for screen readers alone": ('<p>It fell<span class="sr-only"> (opens elsewhere)</span>.</p>', "It fell."),
    "page: buttons and menus": ("<nav><a href='/x'>Home</a></nav><p>It fell.</p><button>Share</button>", "It fell."),
    "page: a picture with a caption": (
        '<figure><img src="https://example.org/a.png" alt="A scan"><figcaption>Figure 1. A scan.</figcaption></figure><p>Text.</p>',
        "Figure 1. A scan.\n\nText.",
    ),
    "page: a picture in the address": ('<p>It <img src="data:image/png;base64,iVBORw0KGgo="> fell.</p>', "It fell."),
    "page: a table with spans": (
        "<table><caption>Table 1</caption><thead><tr><th rowspan='2'>A</th><th colspan='2'>B</th></tr><tr><th>C</th><th>D</th>"
        "</tr></thead><tbody><tr><td>1</td><td>2</td><td>3 | 4</td></tr></tbody></table>",
        "Table 1\n\n| A | B |  |\n|---|---|---|\n|  | C | D |\n| 1 | 2 | 3 \\| 4 |",
    ),
    "page: a table for the layout": ("<table><tr><td><p>One.</p></td></tr><tr><td><p>Two.</p></td></tr></table>", "One.\n\nTwo."),
    "page: code": ("<p>Run <code>a_b * [c]</code>:</p><pre><code>x = 1\ny = `2`\n</code></pre>", "Run `a_b * [c]`:\n\n```\nx = 1\ny = `2`\n```"),
    "page: terms": ("<dl><dt>Amygdala</dt><dd>An almond.</dd></dl>", "**Amygdala**\n\nAn almond."),
    "page: a link around a heading": ("<a href='https://example.org/'><h3>Title</h3></a><p>Text.</p>", "## [Title](https://example.org/)\n\nText."),
    "page: a mark before a link": ("<p>Look!<a href='https://example.org/'>Here</a></p>", "Look\\![Here](https://example.org/)"),
    "page: links that lead nowhere": (
        "<p><a href='/a'>One</a> <a href='#b'>two</a> <a href='javascript:x()'>three</a> <a href='file:///c'>four</a></p>",
        "One two three four",
    ),
    "page: mail": ("<p><a href='mailto:ann@example.org'>Ann</a></p>", "[Ann](mailto:ann@example.org)"),
    # --- Mail programs, note keepers
    "outlook: lines": (
        '<div class="WordSection1"><p class="MsoNormal">Dear Ann,<o:p></o:p></p><p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
        '<p class="MsoNormal">It fell.<br>It rose.<o:p></o:p></p></div>',
        "Dear Ann,\n\nIt fell.\\\nIt rose.",
    ),
    "outlook: a safe link": (
        '<a href="https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fa&amp;data=05%7C01">here</a>',
        "[here](https://example.org/a)",
    ),
    "gmail: divisions": ('<div dir="ltr">One.<div><br></div><div>Two.</div></div>', "One.\n\nTwo."),
    "notion: blocks": (
        "<meta charset='utf-8'><!-- notionvc: 0a1b --><h3>Methods</h3>\n<ul>\n<li>One<ul>\n<li>Deeper</li>\n</ul>\n</li>\n</ul>\n"
        "<blockquote>\nQuoted</blockquote>",
        "## Methods\n\n- One\n  - Deeper\n\n> Quoted",
    ),
    "prosemirror: its own attributes": (
        '<p data-pm-slice="1 1 []" data-node-type="paragraph">It <strong data-renderer-mark="true">fell</strong>.</p>',
        "It **fell**.",
    ),
    "pages: classes": (
        '<style type="text/css">p.p1 {margin: 0.0px}</style><p class="p1"><span class="s1">It <b>fell</b>.</span></p>'
        '<ul class="ul1"><li class="li1"><span class="s1"></span>One</li></ul>',
        "It **fell**.\n\n- One",
    ),
    "notes: divisions": ('<div><b><h1>Title</h1></b></div><div>One</div><div><br></div><div>Two</div>', "## Title\n\nOne\n\nTwo"),
    # --- What Markdown would read otherwise
    "signs: stars and underscores": ("<p>*a* _b_ a_b 2 * 3 **</p>", r"\*a\* \_b\_ a_b 2 * 3 \*\*"),
    "signs: a citation and a note": ("<p>[@furmark2002] [^note] [1] [a](b)</p>", r"\[@furmark2002\] \[^note\] [1] \[a\](b)".replace("^", r"\^")),
    "signs: a number at the beginning": ("<p>1. Not an item</p><p>2002) no</p>", "1\\. Not an item\n\n2002\\) no"),
    "signs: a hash, a hyphen, an angle": ("<p># no</p><p>- no</p><p>+ no</p><p>&gt; no</p>", "\\# no\n\n\\- no\n\n\\+ no\n\n\\> no"),
    "signs: rules": ("<p>---</p><p>===</p><p>a<br>---</p>", "\\-\\-\\-\n\n\\=\\=\\=\n\na\\\n\\-\\-\\-"),
    "signs: tildes and carets": ("<p>~a~ ~30 x^2 ^y^</p>", r"\~a\~ ~30 x\^2 \^y\^"),
    "signs: angles and entities": ("<p>&lt;b&gt; p &lt; 0.05 &amp;amp; R&amp;D</p>", r"\<b> p < 0.05 \&amp; R&D"),
    "signs: backslash and backtick": ("<p>a\\*b `c`</p>", r"a\\\*b \`c\`"),
    "signs: after a break": ("<p>a<br>1. b</p>", "a\\\n1\\. b"),
}  # fmt: skip
