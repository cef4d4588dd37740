"""Figures: each function draws on the Axes that it is given, and returns it.

Nothing is shown, saved or created here, and rcParams are only read.
Figures hold symbols; the words stand in the caption, so that one figure serves every language.
Tensors, on any device, and NumPy arrays are both welcome.
"""

from lesson_code.figures.confusion import draw_confusion
from lesson_code.figures.curves import draw_accuracy_curve, draw_curves, draw_loss_curve
from lesson_code.figures.palette import CLASS_COLOURS, CLASS_MARKERS
from lesson_code.figures.points import draw_arms, draw_class_numerals, draw_points
from lesson_code.figures.regions import draw_decision_regions, draw_embedding, region_centres

__all__ = [
    "CLASS_COLOURS",
    "CLASS_MARKERS",
    "draw_accuracy_curve",
    "draw_arms",
    "draw_class_numerals",
    "draw_confusion",
    "draw_curves",
    "draw_decision_regions",
    "draw_embedding",
    "draw_loss_curve",
    "draw_points",
    "region_centres",
]
