from course_site.problems import Problem, ProblemsFound, nearest


def test_a_problem_is_one_line_with_its_place_and_what_to_do():
    assert str(Problem("p.md", 3, 7, "it is wrong.", "Mend it.")) == "p.md:3:7: it is wrong. Mend it."
    assert str(Problem("p.md", 3, 0, "it is wrong.")) == "p.md:3: it is wrong."
    assert str(Problem("p.md", 0, 0, "it is wrong.")) == "p.md: it is wrong."


def test_problems_are_told_once_in_the_order_of_their_places():
    first, second, third = Problem("a.md", 9, 0, "x"), Problem("b.md", 2, 0, "x"), Problem("b.md", 10, 0, "x")

    found = ProblemsFound([third, first, second, first])

    assert found.problems == [first, second, third]
    assert str(found) == "a.md:9: x\nb.md:2: x\nb.md:10: x"


def test_the_nearest_known_word_is_suggested():
    assert nearest("captoin", ["name", "caption"]) == " Did you mean `caption`?"
    assert nearest("xyz", ["name", "caption"]) == ""
