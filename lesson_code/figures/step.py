"""One step of gradient descent in one dimension."""

from __future__ import annotations

from collections.abc import Callable

import torch
from matplotlib.axes import Axes
from torch import Tensor

from lesson_code.figures.palette import as_array, class_colour, ink


def draw_gradient_step(
    ax: Axes,
    loss: Callable[[Tensor], Tensor],
    start: float,
    learning_rate: float,
    span: tuple[float, float],
) -> Axes:
    r"""Draw a loss over one parameter, its tangent at the start, and the step $-\eta\,\mathcal{L}'(\theta)$.

    The derivative is autograd's. The step is an arrow along the axis, from $\theta$ to $\theta^+$.
    """
    theta = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    value = loss(theta)
    (slope,) = torch.autograd.grad(value, theta)
    here, height, slope = start, value.item(), slope.item()
    there = here - learning_rate * slope
    line = torch.linspace(*span, 300, dtype=torch.float64)
    curve = as_array(loss(line))
    ax.plot(as_array(line), curve, color=class_colour(0))
    reach = 0.15 * (span[1] - span[0])
    ends = (here - reach, here + reach)
    ax.plot(ends, [height + slope * (end - here) for end in ends], color=class_colour(1), linestyle="--")
    floor = float(curve.min()) - 0.12 * float(curve.max() - curve.min())
    aside = (-9, 5) if slope > 0 else (9, 5)  # above the curve, on either slope
    for place, symbol in ((here, r"$\theta$"), (there, r"$\theta^+$")):
        level = loss(torch.tensor(place, dtype=torch.float64)).item()
        ax.plot([place, place], [floor, level], color=ink(), linestyle=":", linewidth=0.8)
        ax.plot(place, level, marker="o", color=ink())
        ax.annotate(symbol, (place, level), aside, textcoords="offset points", color=ink(), ha="center")
    ax.annotate("", (there, floor), (here, floor), arrowprops={"arrowstyle": "->", "color": ink()})
    middle = ((here + there) / 2, floor)
    ax.annotate(
        r"$-\eta\,\mathcal{L}'(\theta)$", middle, (0, 4), textcoords="offset points", ha="center", color=ink()
    )
    ax.set(xlabel=r"$\theta$", ylabel=r"$\mathcal{L}$", xticks=[], yticks=[], xlim=span)
    return ax
