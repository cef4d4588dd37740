from course_site.search import MARK, SUPPORT, fold_accents_script


def test_the_patch_is_appended_once_however_many_languages_are_built(tmp_path):
    file = tmp_path / SUPPORT
    file.parent.mkdir(parents=True)
    file.write_text("original")
    fold_accents_script(tmp_path)
    fold_accents_script(tmp_path)

    text = file.read_text()
    assert text.startswith("original\n")
    assert text.count(MARK) == 1
