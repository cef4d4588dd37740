import re
from pathlib import Path

import pytest

from course_site.front_matter import read_front_matter
from course_site.language import language
from course_site.macros_page import in_language, macros_page
from course_site.tex.macros import bodies, colours, local_macros, read_macros

ROOT = Path(__file__).parents[2]
COURSE = ROOT / "docs" / "assets" / "macros.tex"
ASKED = set(
    re.findall(
        r"\\\w+",
        r"""
\vect \matr \vx \vy \vz \vh \vb \vu \vq \vk \vv \vtheta \vmu \vyhat \vytilde \vycheck \vzcheck \vztilde
\mW \mA \mX \mY \mQ \mK \mV \mH \R \N \E \V \set \D \deriv \pd \relu \sam
\aqua \yellow \lavender \red \blue \orange \green \pink \vgrey \violet \cx \ctheta \cz \Enc \Dec
""",
    )
)


def faults(text: str) -> list[str]:
    return [str(problem) for problem in read_macros(text, "macros.tex")[1]]


def test_macros_are_read_one_a_line():
    text = "\n".join(
        [
            r"% a comment",
            r"%% Vectors | fr: Vecteurs",
            r"\newcommand{\vx}{\boldsymbol{x}} % input vector | fr: entrée",
            r"\newcommand{\norm}[1]{\lVert #1 \rVert}",
            r"  \newcommand\half{50\,\%}",
            r"\newcommand{\vb}{\boldsymbol{b}} % the {bias} of a layer}",
            r"\definecolor{8dd3c7}{RGB}{141,211,199} % for LaTeX",
            "",
        ]
    )
    macros, problems = read_macros(text)

    assert problems == []
    assert bodies(macros) == {
        r"\vx": r"\boldsymbol{x}",
        r"\norm": r"\lVert #1 \rVert",
        r"\half": r"50\,\%",
        r"\vb": r"\boldsymbol{b}",
    }
    assert (macros[0].group, macros[0].meaning) == ("Vectors | fr: Vecteurs", "input vector | fr: entrée")
    assert [macro.example for macro in macros[:2]] == [r"\vx", r"\norm{x}"]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (r"\gdef\vx{x}", r"macros.tex:1: wanted a line such as \newcommand{\vx}"),
        (r"\newcommand{\vx}{\boldsymbol{x}", "macros.tex:1: wanted a line such as"),
        (r"\newcommand{\vx}{x} y", "macros.tex:1: only a comment may stand after a macro, got y"),
        (r"\newcommand{\vx}{#1}", r"macros.tex:1: \vx declares 0 arguments and uses 1."),
        (r"\newcommand{\vx}[2]{#1}", r"macros.tex:1: \vx declares 2 arguments and uses 1."),
        (r"\newcommand{\vx}[2]{#2}", r"macros.tex:1: \vx uses #2 and not every argument before it."),
        (r"\definecolor{8dd3c7}{RGB}{0,0,0}", r"macros.tex:1: wanted a line such as \definecolor"),
        ("\\newcommand{\\vx}{x}\n\n\\newcommand{\\vx}{y}", r"macros.tex:3: \vx is defined already"),
    ],
)  # fmt: skip
def test_a_bad_line_is_a_problem_with_its_line(line, fault):
    found, *others = faults(line)

    assert found.startswith(fault)
    assert others == []


def test_the_course_has_every_macro_it_should_with_its_meaning_in_both_languages():
    macros, problems = read_macros(COURSE.read_text(encoding="utf-8"))

    assert problems == []
    assert {macro.name for macro in macros} >= ASKED
    assert [macro.name for macro in macros if not re.fullmatch(r"[^|]+ \| fr: [^|]+", macro.meaning)] == []


def test_every_colour_of_the_course_is_defined_for_latex_too():
    text = COURSE.read_text(encoding="utf-8")
    names = colours(read_macros(text)[0])

    assert len(names) == 10
    assert sorted(names) == sorted(re.findall(r"\\definecolor\{(\w+)\}", text))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("scheme", "page", "box"), [("default", "#ffffff", "#ececec"), ("slate", "#1e2129", "#30343f")]
)
def test_every_colour_can_be_read_in_light_and_in_dark(scheme, page, box):
    css = (ROOT / "docs" / "assets" / "stylesheets" / "tex.css").read_text(encoding="utf-8")
    block = re.search(rf'\[data-md-color-scheme="{scheme}"\] \{{(.*?)\}}', css, re.DOTALL)[1]
    shown = dict(re.findall(r"--tex-(\w+): (#[0-9a-f]{6})", block))

    assert set(shown) == {*colours(read_macros(COURSE.read_text(encoding="utf-8"))[0]).values(), "refused"}
    for name, colour in shown.items():
        for ground in (page, box):
            dark, light = sorted([luminance(colour), luminance(ground)])
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (name, ground)


def local_faults(block: str) -> list[str]:
    text = f"---\ntitle: T\nmath_macros:\n{block}\n---\n"
    return [str(problem) for problem in read_front_matter(text, "p.md")[1]]


def test_a_page_may_have_macros_of_its_own():
    text = "---\nmath_macros:\n  \\half: '\\tfrac{1}{2}'\n  norm: '\\lVert #1 \\rVert'\n---\n"
    matter, problems = read_front_matter(text, "p.md")

    assert problems == []
    assert local_macros(matter.values) == {r"\half": r"\tfrac{1}{2}", r"\norm": r"\lVert #1 \rVert"}
    assert local_macros({}) == {}


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        ("  \\h1: x", r"p.md:4: a macro's name is letters, such as \half; got \h1."),
        ("  \\half: 0.5", "p.md:4: the body of \\half must be text, got 0.5. Put the body in single quotes."),
        ("  \\a: x\n  \\norm: \\lVert #1 \\rVert",
         "p.md:5: YAML takes the # in the body of \\norm for a comment. Put the body in single quotes."),
        ("  \\a: '{x'", r"p.md:4: the braces in the body of \a do not match."),
        ("  \\a: '#2'", r"p.md:4: \a uses #2 and not every argument before it."),
        ("  - x", "p.md:3: `math_macros` must be a mapping."),
    ],
)  # fmt: skip
def test_a_bad_macro_of_a_page_is_a_problem_with_its_line(block, fault):
    found, *others = local_faults(block)

    assert found.startswith(fault)
    assert others == []


MACROS = "%% Vectors | fr: Vecteurs\n\\newcommand{\\vx}{\\boldsymbol{x}} % input | fr: entrée\n"


def test_the_page_of_macros_shows_source_and_result():
    macros, _ = read_macros(MACROS)

    assert macros_page(macros, language("en")) == (
        "### Vectors\n\n"
        "| Macro | Result | Meaning | Stands for |\n| --- | --- | --- | --- |\n"
        "| `\\vx` | $\\vx$ | input | `\\boldsymbol{x}` |\n"
    )
    assert "### Vecteurs\n" in macros_page(macros, language("fr"))
    assert "| entrée |" in macros_page(macros, language("fr"))


def test_a_comment_without_a_translation_is_shown_as_it_is():
    assert in_language("input", "fr") == "input"
