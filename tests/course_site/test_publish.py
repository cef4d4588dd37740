import os
from pathlib import Path

import pytest
from filelock import FileLock

from course_site.problems import ProblemsFound
from course_site.publish import publish, releases_of


class Site:
    def __init__(self, root: Path) -> None:
        self.target, self.releases = root / "site", root / ".cache" / "releases"

    def publish(self, text: str = "page", target: Path | None = None) -> Path:
        def build(folder: Path) -> None:
            (folder / "index.html").write_text(text)

        return publish(target or self.target, self.releases, build)

    def refusal(self, **options: Path) -> str:
        with pytest.raises(ProblemsFound) as found:
            self.publish(**options)
        return str(found.value)

    @property
    def page(self) -> str:
        return (self.target / "index.html").read_text()

    @property
    def folders(self) -> list[str]:
        return sorted(path.name for path in self.releases.iterdir() if path.is_dir())


@pytest.fixture
def site(tmp_path) -> Site:
    return Site(tmp_path)


def test_a_build_becomes_a_release_and_the_link_points_at_it(site):
    release = site.publish("one")

    assert release == site.releases / "000001"
    assert site.page == "one"
    assert os.readlink(site.target) == ".cache/releases/000001"
    assert release.stat().st_mode & 0o777 == 0o755


def test_the_link_is_switched_in_one_step(site, monkeypatch):
    site.publish("one")
    seen = []
    replace = os.replace
    monkeypatch.setattr(os, "replace", lambda *pair: (seen.append(site.page), replace(*pair)))
    site.publish("two")

    assert seen == ["one"]
    assert site.page == "two"
    assert not list(site.target.parent.glob(".site*"))


def test_readers_see_the_old_site_while_the_new_one_is_built(site):
    site.publish("one")
    publish(
        site.target, site.releases, lambda folder: site.page == "one" or pytest.fail("switched too early")
    )


@pytest.mark.parametrize("error", [RuntimeError, SystemExit, KeyboardInterrupt])
def test_a_build_that_fails_leaves_the_old_site_and_no_debris(site, error):
    def build(folder: Path) -> None:
        (folder / "half.html").write_text("half")
        raise error

    site.publish("one")
    with pytest.raises(error):
        publish(site.target, site.releases, build)

    assert site.page == "one"
    assert site.folders == ["000001"]


@pytest.mark.parametrize("error", [OSError("no space left"), KeyboardInterrupt])
def test_a_switch_that_fails_leaves_the_old_site_and_no_release_of_the_new(site, monkeypatch, error):
    site.publish("one")

    def fails(*pair: Path) -> None:
        raise error

    monkeypatch.setattr(os, "replace", fails)
    for _ in range(5):
        with pytest.raises((ProblemsFound, KeyboardInterrupt)):
            site.publish("two")

    assert site.page == "one"
    assert site.folders == ["000001"]


def test_an_interruption_right_behind_the_switch_leaves_what_readers_see(site, monkeypatch):
    replace = os.replace

    def interrupted(*pair: Path) -> None:
        replace(*pair)
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        site.publish("one")

    assert site.page == "one"


def test_a_first_build_that_fails_leaves_no_site(site):
    with pytest.raises(ZeroDivisionError):
        publish(site.target, site.releases, lambda folder: 1 / 0)

    assert not os.path.lexists(site.target)
    assert site.folders == []


def test_a_disk_that_fills_up_during_a_build_is_a_problem(site):
    def build(folder: Path) -> None:
        raise OSError(28, "No space left on device")

    site.publish("one")
    with pytest.raises(ProblemsFound) as found:
        publish(site.target, site.releases, build)

    assert str(found.value) == (
        f"{site.target}: the site could not be written: No space left on device. The old site is untouched."
    )
    assert site.page == "one"
    assert site.folders == ["000001"]


def test_a_second_build_is_refused_while_the_first_is_under_way(site):
    site.publish("one")
    with FileLock(site.releases / ".lock"):
        assert site.refusal() == (f"{site.target}: another build is under way. Wait for it, then try again.")
    site.publish("two")

    assert site.page == "two"


def test_a_folder_in_the_link_s_place_is_refused_before_anything_is_built(site):
    site.target.mkdir()
    (site.target / "mine.txt").write_text("precious")

    assert site.refusal() == (
        f"{site.target}: site is a folder of its own, not the link this command switches. "
        "Move it away, then try again."
    )
    assert (site.target / "mine.txt").read_text() == "precious"
    assert not site.releases.exists()


def test_a_target_below_a_file_is_a_problem_before_anything_is_built(site, tmp_path):
    (tmp_path / "file").write_text("")
    target = tmp_path / "file" / "site"

    assert site.refusal(target=target) == (
        f"{target}: the site could not be written: File exists. The old site is untouched."
    )
    assert not site.releases.exists() or site.folders == []


def test_a_target_in_a_folder_that_is_not_there_yet_is_made(site, tmp_path):
    target = tmp_path / "out" / "public" / "site"
    site.publish("one", target)

    assert (target / "index.html").read_text() == "one"


def test_a_target_reached_through_a_link_points_at_the_release(site, tmp_path):
    real = tmp_path / "a" / "b" / "real"
    real.mkdir(parents=True)
    (tmp_path / "link").symlink_to(real)
    site.publish("one", tmp_path / "link" / "site")

    assert (real / "site" / "index.html").read_text() == "one"


def test_only_two_releases_are_kept(site):
    for text in ("one", "two", "three", "four"):
        site.publish(text)

    assert site.folders == ["000003", "000004"]
    assert site.page == "four"


def test_releases_are_counted_up_from_the_last(site):
    (site.releases / "000041").mkdir(parents=True)
    (site.releases / "notes").mkdir()
    site.publish("one")

    assert site.folders == ["000041", "000042", "notes"]


def test_what_a_killed_build_left_is_cleaned(site):
    (site.releases / ".building-abc" / "deep").mkdir(parents=True)
    site.publish("one")

    assert site.folders == ["000001"]


def test_two_targets_of_one_name_keep_each_other_s_site(tmp_path):
    targets = [Path("site"), Path("www/site"), Path("site.next/site"), tmp_path / "elsewhere" / "site"]
    for number in range(3):
        for target in targets:
            text = f"{target} {number}"
            publish(
                tmp_path / target,
                releases_of(tmp_path, target),
                lambda folder, text=text: (folder / "index.html").write_text(text),
            )

    for target in targets:
        assert (tmp_path / target / "index.html").read_text() == f"{target} 2"


def test_a_target_has_one_folder_however_it_is_named(tmp_path):
    releases = tmp_path / ".cache" / "releases"

    assert releases_of(tmp_path, Path("site")) == releases / "site"
    assert releases_of(tmp_path, tmp_path / "site") == releases / "site"
    assert releases_of(tmp_path, Path("x/../site")) == releases / "site"
    assert releases_of(tmp_path, Path("www/site")) == releases_of(tmp_path, tmp_path / "www" / "site")
    assert releases_of(tmp_path, Path("www/site")).name.startswith("site-")
    assert releases_of(tmp_path, Path("public")).name.startswith("public-")


def test_a_project_that_is_moved_keeps_the_folders_of_its_targets(tmp_path):
    names = {releases_of(tmp_path / root, Path("www/site")).name for root in ("one", "other")}

    assert len(names) == 1
