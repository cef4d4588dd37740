"""The science of the lessons: spiral data, small networks, training, evaluation and figures.

Nothing is imported here, on purpose: a page that uses one module depends on that module alone.
"""
