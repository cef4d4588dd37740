from course_site.annotations import annotation
from course_site.problems import Problem


def test_a_problem_becomes_an_annotation_on_its_line():
    problem = Problem("docs/en/p.md", 3, 7, "`year` is wrong.", "Write 2015.")

    assert annotation(problem) == "::error file=docs/en/p.md,line=3,col=7::`year` is wrong. Write 2015."


def test_what_would_end_the_command_is_escaped():
    problem = Problem("docs/a,b:c.md", 0, 0, "50 % of\nit.")

    assert annotation(problem) == "::error file=docs/a%2Cb%3Ac.md::50 %25 of%0Ait."
