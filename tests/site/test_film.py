"""The film in the page: its numbers are PyTorch's, it needs no mouse, and a link leads to a moment."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import torch

from lesson_code.descent import descend
from lesson_code.energies import cross_entropy_energy, free_energy
from lesson_code.figures.palette import CLASS_COLOURS
from lesson_code.film import MOST_BYTES, Film, read_film
from lesson_code.input_inference import input_energy

ROOT = Path(__file__).parents[2]
PATH = "spiral/training/"
PLAYED = ".film-on .film"
AT_THE_MIDDLE = re.compile(r"\(−?0\.0\d\d; −?0\.0\d\d\)")
TOLD_LATE = """const Told = IntersectionObserver;
window.IntersectionObserver = class extends Told {
  constructor(tell, options) {
    super((seen, observer) => tell([{ isIntersecting: false }, ...seen], observer), options);
  }
};"""
"""A busy browser tells at once of the moment before the figure came into view, and of the one after."""


@pytest.fixture(scope="module")
def film_file(site: Path) -> Path:
    """Return the one film of the site."""
    (found,) = (site / "assets" / "figures").glob("*.bin")
    return found


@pytest.fixture(scope="module")
def film(film_file: Path) -> Film:
    """Return the film as PyTorch reads it."""
    return read_film(film_file.read_bytes())


def play(page) -> None:
    """Bring the figure into view, where its film is fetched, and wait for it."""
    page.locator("figure:has(.film)").scroll_into_view_if_needed()
    page.wait_for_selector(f"{PLAYED} canvas")


def moment(path: str = PATH, **state: object) -> str:
    return f"{path}?{urlencode(state)}#film"


def numbers(page) -> torch.Tensor:
    """Return what the table holds, unrounded: (K, 4), columns s, p, E_lin, E_CE."""
    rows = page.locator(f"{PLAYED} tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.querySelectorAll('data')].map(cell => +cell.value))"
    )
    return torch.tensor(rows, dtype=torch.float64)


def place(page) -> str:
    return page.locator(f"{PLAYED} p > span").inner_text()


def said(page) -> str:
    return page.locator(f"{PLAYED} p").first.inner_text().replace("\u00a0", " ")


def middle_of(canvas) -> tuple[float, float]:
    box = canvas.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def swipe_up(page, x: float, y: float, far: int = 200) -> None:
    """Put a finger on the page, move it up in small steps, and lift it."""
    device = page.context.new_cdp_session(page)
    for moved in range(0, far + 1, 20):
        kind = "touchMove" if moved else "touchStart"
        finger = {"type": kind, "touchPoints": [{"x": x, "y": y - moved}]}
        device.send("Input.dispatchTouchEvent", finger)
    device.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def focus(page, selector: str) -> None:
    """Move the focus forward until it is on an element, as a reader without a mouse does."""
    for _ in range(200):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keyboard does not reach {selector}")


def test_a_film_and_its_script_are_small_and_both_languages_share_the_film(site: Path, film_file: Path):
    assert film_file.stat().st_size <= MOST_BYTES
    script = (site / "assets" / "javascripts" / "film.js").read_bytes()
    assert len(gzip.compress(script, 9)) <= 6_000
    for prefix in ("", "fr/"):
        text = (site / prefix / PATH / "index.html").read_text(encoding="utf-8")
        assert re.findall(r'data-film="[./]*assets/figures/([^"]+)"', text) == [film_file.name]


def test_only_the_page_with_the_film_fetches_the_script(site: Path):
    pages = [page for page in site.rglob("index.html") if "film.js" in page.read_text(encoding="utf-8")]

    assert sorted(pages) == sorted(site / prefix / PATH / "index.html" for prefix in ("", "fr/"))


def test_the_classes_have_the_colours_of_the_figures():
    style = (ROOT / "docs/assets/stylesheets/film.css").read_text(encoding="utf-8")

    assert tuple(re.findall(r"--film-class-\d: (#[0-9a-f]{6})", style)) == CLASS_COLOURS


@pytest.mark.browser
def test_logits_probabilities_and_energies_agree_with_pytorch_on_the_stored_weights(visit, film: Film):
    page = visit(PATH).page
    play(page)
    for frame, x in ((0, (0.5, -0.25)), (17, (-1.2, 1.25)), (41, (0.0, 0.0)), (59, (0.731, -0.402))):
        page.goto(moment(page.url.partition("?")[0], update=film.header["steps"][frame], x1=x[0], x2=x[1]))
        play(page)
        with torch.no_grad():
            s = film.model(frame)(torch.tensor([x], dtype=torch.float64))[0]
        wanted = torch.stack((s, s.softmax(dim=0), -s, cross_entropy_energy(s)), dim=1)

        assert (numbers(page) - wanted).abs().max() <= 1e-5 * s.abs().max()
        F = float(page.locator(f"{PLAYED} p > data").get_attribute("value"))
        assert pytest.approx(free_energy(-s).item(), rel=1e-5) == F
        accuracy = f"{100 * film.header['accuracy'][frame]:.1f}%"
        assert said(page).endswith(f"accuracy {accuracy}.")
    landmarks = f"Chance 20.0%, best possible accuracy {100 * film.header['limit']:.1f}%."
    assert page.locator(f"{PLAYED} p").nth(1).inner_text() == landmarks


@pytest.mark.browser
def test_the_film_begins_when_the_browser_tells_late_that_it_is_in_view(browser, address: str):
    page = browser.new_page()
    page.add_init_script(TOLD_LATE)
    page.goto(f"{address}{moment()}")
    play(page)
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["distance", "logit", "cross"])
def test_the_descent_goes_where_pytorch_goes(visit, film: Film, kind: str):
    page = visit(moment(update=2000, x1=0.4, x2=-0.3, y=2, energy=kind, steps=150)).page
    play(page)
    model, start = film.model(-1), torch.tensor([[0.4, -0.3]], dtype=torch.float64)
    energy = (
        input_energy(model, 2, kind) if kind != "cross" else lambda x: cross_entropy_energy(model(x))[:, 2]
    )
    found = descend(energy, start, steps=150, learning_rate=0.01)
    with torch.no_grad():
        s = model(found.end)[0]

    assert (numbers(page)[:, 0] - s).abs().max() <= 1e-5 * s.abs().max()
    x1, x2 = found.end[0].tolist()
    assert place(page).replace("−", "-") == f"({x1:.3f}; {x2:.3f})"
    shown = page.locator(f"{PLAYED} fieldset p").inner_text().replace("−", "-")
    assert shown.startswith(f"Steps taken: 150. Energy here: {found.final_energy.item():.4f}.")
    assert shown.endswith("The point has left the picture.") is bool(
        found.end.abs().max() > 1.3 * film.points.abs().max()
    )


@pytest.mark.browser
def test_the_keyboard_alone_plays_scrubs_moves_the_point_and_descends(visit, film: Film):
    watched = visit(PATH)
    page = watched.page
    play(page)
    assert said(page).startswith("After 0 of 2,000 updates")  # nothing plays unasked
    focus(page, f"{PLAYED} .film-bar button")
    page.keyboard.press("Enter")
    page.wait_for_function("range => +document.querySelector(range).value > 1", arg=f"{PLAYED} [type=range]")
    page.keyboard.press("Enter")
    assert page.locator(f"{PLAYED} button").first.inner_text() == "Play"
    focus(page, f"{PLAYED} [type=range]")
    page.keyboard.press("End")
    assert said(page).startswith("After 2,000 of 2,000 updates")
    focus(page, f"{PLAYED} canvas")
    before = numbers(page), page.evaluate("scrollY")
    for key in ("ArrowUp", "ArrowUp", "Shift+ArrowLeft"):
        page.keyboard.press(key)
    assert (numbers(page) - before[0]).abs().max() > 0.1
    assert page.evaluate("scrollY") == before[1]
    assert place(page) == "(0.400; −0.460)"
    focus(page, f"{PLAYED} select")
    page.keyboard.press("3")
    focus(page, f"{PLAYED} fieldset button")
    page.keyboard.press("Enter")
    page.wait_for_function("line => document.querySelector(line).textContent", arg=f"{PLAYED} [role=status]")
    page.wait_for_url("**/*steps=1&*")
    spoken = page.locator(f"{PLAYED} [role=status]").inner_text()
    assert re.search(r"Class \d at x = .*Logits .*Probabilities .*E lin .*E CE .*Free energy .*Steps", spoken)
    assert parse_qs(urlsplit(page.url).query)["y"] == ["3"]
    assert watched.complaints == []


@pytest.mark.browser
def test_a_click_puts_the_point_and_the_wheel_still_scrolls_the_page_over_the_picture(visit):
    page = visit(PATH, width=320).page
    play(page)
    canvas = page.locator(f"{PLAYED} canvas")
    canvas.scroll_into_view_if_needed()
    middle, before = middle_of(canvas), page.evaluate("scrollY")
    page.mouse.click(*middle)
    assert AT_THE_MIDDLE.fullmatch(place(page))
    page.mouse.wheel(0, 200)
    page.wait_for_function("before => scrollY > before", arg=before)


@pytest.mark.browser
def test_a_finger_that_taps_puts_the_point_and_one_that_swipes_scrolls_the_page(browser, address: str):
    phone = browser.new_context(viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    page = phone.new_page()
    page.goto(address + PATH)
    play(page)
    canvas = page.locator(f"{PLAYED} canvas")
    canvas.scroll_into_view_if_needed()
    middle, before = middle_of(canvas), page.evaluate("scrollY")
    page.touchscreen.tap(*middle)
    assert AT_THE_MIDDLE.fullmatch(place(page))
    assert page.evaluate("scrollY") == before
    swipe_up(page, *middle)
    page.wait_for_function("before => scrollY > before + 100", arg=before)
    assert AT_THE_MIDDLE.fullmatch(place(page))  # the point has not followed the finger
    assert canvas.evaluate("canvas => getComputedStyle(canvas).touchAction") == "manipulation"
    phone.close()


@pytest.mark.browser
def test_a_link_leads_to_the_same_moment_in_either_language(visit, film: Film):
    page = visit(moment(update=250, x1=0.3, x2=0.6, y=4, energy="logit", steps=7, map="levels")).page
    play(page)
    page.locator(f"{PLAYED} fieldset button").first.click()
    page.wait_for_url("**/*steps=8&*")
    link = page.locator(f"{PLAYED} .film-body a").get_attribute("href")
    assert link == page.url
    french = visit("fr/" + PATH + "?" + urlsplit(link).query).page
    play(french)

    assert torch.equal(numbers(french), numbers(page))
    chosen = "selects => selects.map(select => select.value)"
    assert french.locator(f"{PLAYED} select").evaluate_all(chosen) == ["4", "logit", "levels"]
    step = max(step for step in film.header["steps"] if step <= 250)
    assert said(french).startswith(f"Après {step} mises à jour sur 2\u202f000 : perte 0,")


@pytest.mark.browser
def test_nonsense_in_a_link_is_left_out(visit):
    watched = visit(moment(update="<b>", x1="1e999", x2="-0.1", y=99, energy="heat", steps=-3, map="x"))
    play(watched.page)

    assert said(watched.page).startswith("After 0 of")
    assert place(watched.page) == "(0.500; −0.500)"
    assert watched.complaints == []


@pytest.mark.browser
def test_without_a_script_and_on_paper_the_strip_is_shown(browser, address: str, visit):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + PATH)
    assert page.locator("figure:has(.film) img").is_visible()
    assert not page.locator(".film").is_visible()
    context.close()

    page = visit(PATH).page
    play(page)
    assert not page.locator(".film-on img").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".film-on img").is_visible()
    assert not page.locator(".film").is_visible()


@pytest.mark.browser
def test_readers_who_asked_for_less_motion_step_from_snapshot_to_snapshot(visit, film: Film):
    page = visit(PATH).page
    page.emulate_media(reduced_motion="reduce")
    play(page)
    button = page.locator(f"{PLAYED} button").first
    for frame in (1, 2):
        button.click()
        assert button.inner_text() == "Next snapshot"
        assert said(page).startswith(f"After {film.header['steps'][frame]} of")


@pytest.mark.browser
def test_the_picture_follows_the_palette(visit):
    page = visit(PATH).page
    play(page)
    drawn = f"document.querySelector('{PLAYED} canvas').toDataURL()"
    light = page.evaluate(drawn)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"light => {drawn} !== light", arg=light)


@pytest.mark.browser
@pytest.mark.parametrize(("path", "width", "scheme"), [(PATH, 1280, "light"), ("fr/" + PATH, 320, "dark")])
def test_axe_finds_nothing_in_the_player(visit, npm_tool, path: str, width: int, scheme: str):
    page = visit(path, width=width, scheme=scheme).page
    play(page)
    page.evaluate(npm_tool("axe-core/axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]

    assert [f"{fault['id']}: {node['html'][:200]}" for fault in found for node in fault["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
