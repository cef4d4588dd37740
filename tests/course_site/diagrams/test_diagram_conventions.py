import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_site.diagrams.conventions import (
    ARROW_CONVENTIONS,
    CONVENTIONS,
    ROLES,
    is_computed,
    is_data,
    kind_of,
    word,
)
from course_site.diagrams.outlines import OUTLINES
from course_site.diagrams.rules_shapes import KINDS
from course_site.language import language


@pytest.mark.parametrize("code", ["en", "fr"])
@pytest.mark.parametrize("convention", [*CONVENTIONS, *ARROW_CONVENTIONS], ids=lambda item: item.key)
def test_every_convention_has_a_name_and_a_reason_in_every_language(convention, code):
    assert language(code)[word(convention.key)]
    assert language(code)[word(convention.key) + "_why"].endswith(".")


def test_the_linter_has_a_word_for_every_shape_and_the_renderer_an_outline():
    assert [convention.key for convention in CONVENTIONS] == list(KINDS)
    assert [shape for convention in CONVENTIONS for shape in convention.shapes if shape not in OUTLINES] == []


def test_a_word_for_a_role_means_one_thing():
    words = [name for item in (*CONVENTIONS, *ARROW_CONVENTIONS) for name in (item.key, *item.roles)]

    assert len(words) == len(set(words)) == len(ROLES)


def test_what_may_enter_somewhere_may_leave_somewhere():
    for arrow in ARROW_CONVENTIONS:
        assert any(arrow.key in convention.enters for convention in CONVENTIONS)
        assert any(arrow.key in convention.leaves for convention in CONVENTIONS)


def test_nothing_but_a_gradient_leaves_a_cost():
    (cost,) = (convention for convention in CONVENTIONS if convention.key == "cost")

    assert cost.leaves == {"gradient"}


@pytest.mark.parametrize(
    "label", [r"$\bar{y}$", "ȳ", r"$\tilde{\boldsymbol{z}}$", r"$\vyhat$", "x̂", r"$\check z_t$"]
)
def test_an_accent_says_computed(label):
    assert is_computed(label)
    assert not is_data(label)


@pytest.mark.parametrize(
    "label", ["x", "$x$", "$x_t$", r"$\boldsymbol{y}$", r"$\vx^{(i)}$", "$y[t]$", r"$\pink{x}$"]
)
def test_x_and_y_without_accent_are_observed(label):
    assert is_data(label)
    assert not is_computed(label)


@pytest.mark.parametrize("label", ["$z$", "$h_t$", "Encodeur", "xylophone", r"$\theta$", "naïve", "même", ""])
def test_other_labels_say_neither(label):
    assert not is_data(label)
    assert not is_computed(label)


@given(
    st.sampled_from(sorted(ROLES)), st.text(max_size=9), st.sampled_from(["ellipse", "delay", "rhombus", "x"])
)
def test_the_role_speaks_before_label_and_looks(role, label, shape):
    kinds = {convention.key for convention in CONVENTIONS}

    if ROLES[role] in kinds:
        assert kind_of({"shape": shape}, role, label, 40, 40) == ROLES[role]


@given(st.text(max_size=30))
def test_any_label_can_be_judged(label):
    assert kind_of({"shape": "ellipse"}, "", label, 40, 40) in ("network", "variable", "observation")
